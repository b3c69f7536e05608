package io.raptorflow.lords.supervision;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CouncilDecision.Kind;
import java.util.List;
import java.util.Map;

/// What a Lord makes of an assignment whose answers are in.
public sealed interface Verdict {

  /// One decision to announce.
  record Ruling(Kind kind, String what, String why, List<Attachment> outputs) {
    public Ruling {
      outputs = List.copyOf(outputs);
    }
  }

  /// The assignment ends; the last ruling is the one that the Architect goes on.
  record Close(List<Ruling> rulings) implements Verdict {
    public Close {
      rulings = List.copyOf(rulings);
    }

    public static Close with(Kind kind, String what, String why, List<Attachment> outputs) {
      return new Close(List.of(new Ruling(kind, what, why, outputs)));
    }
  }

  /// More is asked before the Lord decides: the same material and more, to these agents.
  ///
  /// @param said announced now; empty when there is nothing to say
  /// @param notes what each agent must change; agents without notes begin anew
  /// @param material what is new or replaced
  record Ask(List<Ruling> said, Map<AgentId, List<String>> notes, List<Attachment> material)
      implements Verdict {
    public Ask {
      said = List.copyOf(said);
      notes = Map.copyOf(notes);
      material = List.copyOf(material);
    }
  }

  /// A person must decide.
  ///
  /// @param opened announced now, with the dossier among its outputs
  /// @param dossierHash hash of what the person is shown
  record Wait(Ruling opened, String dossierHash) implements Verdict {}

  /// Something to say while the assignment goes on waiting.
  record Remark(Ruling ruling) implements Verdict {}
}
