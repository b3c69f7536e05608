package io.raptorflow.lords.supervision;

import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.lords.Library;
import java.util.Optional;

/// What a Lord alone knows: how to judge. Pure, like all that a Lord does.
public interface Judge {

  /// Judges an assignment whose answers are in, or whose time is up.
  Verdict judge(Assignment assignment, Library library);

  /// Judges a person's word on an assignment that waits for one; empty when it does not apply.
  default Optional<Verdict> hear(Assignment assignment, CampaignCommand command, Library library) {
    return Optional.empty();
  }
}
