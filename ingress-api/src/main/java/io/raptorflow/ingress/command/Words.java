package io.raptorflow.ingress.command;

import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.NameUuid;
import io.raptorflow.bus.RunId;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Pattern;

/// Turns what people say about a run into commands.
public final class Words {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private Words() {}

  /// What a person may say about a run.
  public enum Word {
    CANCEL,
    PAUSE,
    RESUME,
    FEEDBACK
  }

  /// The decision of a person at a gate. The same word about the same dossier is the same command.
  public static Verdict gate(Origin origin, RunId run, String gate, GateRequest request) {
    Checks checks = new Checks();
    String by = checks.needed("/by", request.by(), Checks.NAME_CHARACTERS_MAX);
    String note = checks.optional("/note", request.note(), Checks.TEXT_CHARACTERS_MAX);
    String seen = checks.needed("/seen", request.seen(), 64);
    String decision = Objects.requireNonNullElse(request.decision(), "missing");
    if (!seen.isEmpty() && !SHA256.matcher(seen).matches()) {
      checks.issue("/seen", seen, "is the SHA-256 of the dossier, 64 hex digits in lower case");
    }
    CampaignCommand.Body body =
        switch (decision) {
          case "approve" -> new CampaignCommand.Approve(gate, by, note, seen);
          case "reject" -> {
            checks.needed("/note", request.note(), Checks.TEXT_CHARACTERS_MAX);
            yield new CampaignCommand.SendBack(gate, by, note, seen);
          }
          default -> {
            checks.issue("/decision", decision, "is approve or reject");
            yield new CampaignCommand.SendBack(gate, by, note, seen);
          }
        };
    UUID id = NameUuid.of("gate", run.toString(), gate, decision, by, note, seen);
    return checks.isClean()
        ? new Verdict.Fits(new CampaignCommand(id, run, origin.workspace(), by, origin.at(), body))
        : checks.unfit();
  }

  public static Verdict about(Origin origin, RunId run, Word word, WordRequest request) {
    Checks checks = new Checks();
    String by = checks.needed("/by", request.by(), Checks.NAME_CHARACTERS_MAX);
    String text =
        word == Word.FEEDBACK
            ? checks.needed("/text", request.text(), Checks.TEXT_CHARACTERS_MAX)
            : checks.optional("/text", request.text(), Checks.TEXT_CHARACTERS_MAX);
    String why = text.isEmpty() ? "no reason was given" : text;
    CampaignCommand.Body body =
        switch (word) {
          case CANCEL -> new CampaignCommand.Cancel(by, why);
          case PAUSE -> new CampaignCommand.Pause(by, why);
          case RESUME -> new CampaignCommand.Resume(by);
          case FEEDBACK -> new CampaignCommand.Feedback(by, text);
        };
    return checks.isClean()
        ? new Verdict.Fits(
            new CampaignCommand(
                origin.command(run), run, origin.workspace(), by, origin.at(), body))
        : checks.unfit();
  }
}
