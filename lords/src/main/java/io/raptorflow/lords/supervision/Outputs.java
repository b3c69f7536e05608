package io.raptorflow.lords.supervision;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision.Kind;
import io.raptorflow.bus.Payload;
import io.raptorflow.lords.Library;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// What an assignment releases: one document an answer, and the gaps.
public final class Outputs {
  private Outputs() {}

  /// The answers' outputs by document name, then `gaps.<node>` when something is missing.
  public static List<Attachment> of(Assignment assignment) {
    List<Attachment> outputs = new ArrayList<>(documents(assignment));
    if (!assignment.gaps().isEmpty()) {
      outputs.add(
          Attachment.json(
              "gaps." + assignment.directive().node(), CanonicalJson.write(assignment.gaps())));
    }
    return outputs;
  }

  static List<Attachment> documents(Assignment assignment) {
    List<Attachment> outputs = new ArrayList<>();
    for (Gathered answer : assignment.answers()) {
      Payload output = answer.output();
      if (output != null) {
        outputs.add(new Attachment(answer.documentName(), Attachment.JSON, output));
      }
    }
    outputs.sort(Comparator.comparing(Attachment::name));
    return outputs;
  }

  /// A refusal when fewer agents were heard than the quorum asks for; empty when enough were.
  public static Optional<Verdict> quorumMissed(Assignment assignment) {
    int asked = assignment.directive().quorumPercent();
    if (assignment.heardPercent() >= asked) {
      return Optional.empty();
    }
    return Optional.of(
        Verdict.Close.with(
            Kind.REFUSED,
            "%s cannot be closed".formatted(assignment.directive().title()),
            "only %d %% of its agents were heard, %d %% are needed: %s"
                .formatted(assignment.heardPercent(), asked, String.join("; ", assignment.gaps())),
            Outputs.of(assignment)));
  }

  /// Closes a node with all that was answered.
  public static Verdict closed(Assignment assignment, String what, String why) {
    return Verdict.Close.with(Kind.NODE_CLOSED, what, why, of(assignment));
  }

  /// One sentence on who was heard.
  public static String heard(Assignment assignment) {
    int answered = assignment.answers().size();
    int asked = assignment.gathered().size();
    return assignment.gaps().isEmpty()
        ? "%d of %d agents answered".formatted(answered, asked)
        : "%d of %d agents answered; %s"
            .formatted(answered, asked, String.join("; ", assignment.gaps()));
  }

  /// A document of the material, as JSON text by name; empty when it is not there.
  public static Optional<String> text(Assignment assignment, String name, Library library) {
    return assignment.material(name).map(library::text);
  }
}
