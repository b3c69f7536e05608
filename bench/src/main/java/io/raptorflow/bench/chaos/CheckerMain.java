package io.raptorflow.bench.chaos;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.BusSettings;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;

/// The checker, in a process of its own: reads topics and files, and writes `verdict.json`.
final class CheckerMain {
  private CheckerMain() {}

  /// @param arguments bootstrap servers, registry, directory of the campaign
  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[2]);
    try (Bus bus =
        Bus.connect(BusSettings.at(arguments[0], arguments[1]), InstantSource.system())) {
      Evidence evidence = Evidence.read(bus, directory);
      Verdict verdict = new Verdict();
      new WorkChecks(evidence, verdict).all();
      new RetryChecks(evidence, verdict).all();
      new OffsetChecks(evidence, verdict).all();
      new RunChecks(evidence, verdict).all();
      new EndChecks(evidence, verdict).all();
      Files.writeString(
          directory.resolve("verdict.json"),
          CanonicalJson.MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(verdict.json())
              + "\n");
    }
    Node.say("ready");
    // The driver ends this process, as it does every other.
    System.in.transferTo(OutputStream.nullOutputStream());
  }
}
