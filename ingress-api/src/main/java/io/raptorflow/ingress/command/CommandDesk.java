package io.raptorflow.ingress.command;

import io.raptorflow.bus.CampaignCommand;
import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Outgoing;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.Outbox;

/// The only place where this service writes, and commands are all that it writes.
public final class CommandDesk {
  private final Outbox outbox;

  public CommandDesk(Bus bus) {
    this.outbox = bus.outbox();
  }

  /// Publishes a command and waits until the cluster has it.
  ///
  /// @throws Outbox.NotPublished when the cluster does not acknowledge; the same command may be
  ///   sent again
  public Coordinates publish(CampaignCommand command) {
    return outbox.publish(Outgoing.to(Topic.COMMANDS, command));
  }
}
