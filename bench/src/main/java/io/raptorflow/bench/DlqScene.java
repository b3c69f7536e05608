package io.raptorflow.bench;

import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.AgentTask;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import io.raptorflow.bus.kafka.Inbox;
import io.raptorflow.bus.kafka.InboxSettings;
import io.raptorflow.bus.kafka.RunControl;
import io.raptorflow.bus.kafka.TopicCatalogue;
import io.raptorflow.bus.kafka.WorkHandler;
import io.raptorflow.bus.kafka.WorkResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.producer.ProducerRecord;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// An agent of a running swarm that fails in four ways at once: something for a new operator to
/// practise on.
@Command(
    name = "dlq-scene",
    description =
        "Gives a running swarm an agent, MTX-999, whose 500 works fail: 320 because its provider is"
            + " away, 100 because of themselves, 79 for lack of money, and one is no event. Serves"
            + " what is handed back until Ctrl-C.")
final class DlqScene implements Callable<Integer> {
  private static final AgentId AGENT = new AgentId("MTX-999");
  private static final int AWAY = 320;
  private static final int BROKEN = 100;
  private static final int UNPAID = 79;

  @Option(
      names = "--bootstrap-servers",
      required = true,
      paramLabel = "HOST:PORT",
      description = "Kafka of the swarm.")
  private String bootstrapServers = "";

  @Option(
      names = "--schema-registry",
      required = true,
      paramLabel = "URL",
      description = "Its schema registry.")
  private String schemaRegistry = "";

  @Option(
      names = "--provider-is-back",
      required = true,
      paramLabel = "FILE",
      description = "The provider is away as long as this file does not exist.")
  private Path providerIsBack = Path.of("");

  @Override
  public Integer call() throws InterruptedException {
    try (Bus bus =
        Bus.connect(BusSettings.at(bootstrapServers, schemaRegistry), InstantSource.system())) {
      new TopicCatalogue(bus, 1).create(List.of(AGENT));
      Workload workload = new Workload(bus, AGENT);
      Inbox inbox =
          new Inbox(
              bus,
              InboxSettings.standard(),
              Topic.inbox(AGENT),
              AGENT.group(),
              handler(workload.run()),
              new RunControl(bus));
      inbox.start();
      workload.send(0, AWAY + BROKEN + UNPAID);
      bus.outbox()
          .publishRecords(
              List.of(
                  new ProducerRecord<>(
                      Topic.inbox(AGENT),
                      (workload.run() + "/" + AGENT).getBytes(StandardCharsets.UTF_8),
                      "{\"seed\": 7}".getBytes(StandardCharsets.UTF_8))));
      System.out.println("500 works of MTX-999 are sent; Ctrl-C ends the agent");
      Runtime.getRuntime().addShutdownHook(new Thread(inbox::stop));
      new CountDownLatch(1).await();
    }
    return 0;
  }

  private WorkHandler handler(RunId run) {
    return work -> {
      AgentTask task = (AgentTask) work.event();
      long number = task.run().equals(run) ? task.seed() : Long.MAX_VALUE;
      if (number < AWAY) {
        return Files.exists(providerIsBack)
            ? Workload.answer(task, task.at())
            : WorkResult.Failed.because(
                FailureClass.TRANSIENT, "connection to model.example:443 was reset");
      }
      if (number < AWAY + BROKEN) {
        return WorkResult.Failed.because(FailureClass.POISON, "the brief names no product");
      }
      return number < AWAY + BROKEN + UNPAID
          ? WorkResult.Failed.because(FailureClass.BUDGET, "the account of the workspace is closed")
          : Workload.answer(task, task.at());
    };
  }
}
