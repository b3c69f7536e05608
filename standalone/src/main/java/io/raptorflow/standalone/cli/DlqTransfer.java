package io.raptorflow.standalone.cli;

import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.exchange.DeadLetterTable;
import io.raptorflow.dlq.exchange.Exporter;
import io.raptorflow.dlq.exchange.Importer;
import io.raptorflow.dlq.foreign.Adopter;
import io.raptorflow.dlq.foreign.AdoptionReport;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Dead letters out to files, and in from files and from the dead letters of others.
final class DlqTransfer {
  private DlqTransfer() {}

  /// `raptor dlq export`.
  @Command(
      name = "export",
      description = "Writes dead letters to a file: JSON lines with all bytes, or a CSV list.")
  static final class Export implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();
    @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

    @Option(
        names = "--out",
        required = true,
        paramLabel = "FILE",
        description = "A file that does not exist yet; a list of the rows when it ends in .csv.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
      var query = narrowing.query();
      if (Files.exists(file)) {
        throw new CliException(ExitCode.REFUSED, file + " exists; it is not overwritten");
      }
      try (Bus bus = data.connect()) {
        List<RetryRow> rows = new DeadLetterDesk(bus).list(query);
        PrintWriter out = spec.commandLine().getOut();
        if (rows.isEmpty()) {
          out.println("no dead letter matches");
          out.flush();
          return ExitCode.USAGE;
        }
        long missing = 0;
        if (file.toString().endsWith(".csv")) {
          try (Writer csv = Files.newBufferedWriter(file)) {
            DeadLetterTable.write(rows.stream(), csv);
          }
        } else {
          try (OutputStream lines = new BufferedOutputStream(Files.newOutputStream(file))) {
            Exporter.Report report = new Exporter(bus).export(rows, lines);
            report.gone().forEach(work -> out.println(work + "  is gone from the log"));
            missing = report.gone().size();
          }
        }
        out.println("%d dead letters in %s".formatted(rows.size() - missing, file));
        out.flush();
        return missing == 0 ? ExitCode.OK : ExitCode.PARTIAL;
      }
    }
  }

  /// `raptor dlq import`.
  @Command(
      name = "import",
      description = "Takes dead letters of an exported file in; they wait for you, PARKED.")
  static final class Import implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "FILE", description = "A file that 'raptor dlq export' wrote.")
    private Path file = Path.of("");

    @Override
    public Integer call() throws IOException {
      try (Bus bus = data.connect();
          InputStream lines = new BufferedInputStream(Files.newInputStream(file))) {
        return tell(spec, new Importer(bus).read(String.valueOf(file.getFileName()), lines));
      } catch (NoSuchFileException missing) {
        throw new CliException(ExitCode.USAGE, file + " does not exist");
      }
    }
  }

  /// `raptor dlq adopt`.
  @Command(
      name = "adopt",
      description = {
        "Takes the dead letters of Spring, Kafka Connect, Kafka Streams or a share group in.",
        "The topic is only read; the letters wait for you, PARKED."
      })
  static final class Adopt implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Option(names = "--topic", required = true, description = "Topic with the dead letters.")
    private String topic = "";

    @Option(
        names = "--original-topic",
        paramLabel = "TOPIC",
        description = "Where letters came from that do not say it.")
    private @Nullable String original;

    @Override
    public Integer call() {
      try (Bus bus = data.connect()) {
        Adopter adopter = new Adopter(bus);
        return tell(spec, original == null ? adopter.adopt(topic) : adopter.adopt(topic, original));
      } catch (IllegalArgumentException refused) {
        throw new CliException(ExitCode.REFUSED, String.valueOf(refused.getMessage()));
      }
    }
  }

  private static int tell(CommandSpec spec, AdoptionReport report) {
    PrintWriter out = spec.commandLine().getOut();
    report.refusals().forEach(refusal -> out.println(refusal.from() + "  left: " + refusal.why()));
    out.println(
        "%d taken in, %d known already, %d left"
            .formatted(report.adopted(), report.known(), report.unreadable()));
    out.flush();
    if (report.read() == 0) {
      return ExitCode.USAGE;
    }
    return report.unreadable() == 0
        ? ExitCode.OK
        : report.unreadable() == report.read() ? ExitCode.REFUSED : ExitCode.PARTIAL;
  }
}
