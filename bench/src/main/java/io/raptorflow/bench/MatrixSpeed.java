package io.raptorflow.bench;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.bus.AgentId;
import io.raptorflow.guild.matrix.MatrixGuild;
import java.io.IOException;
import java.io.Writer;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `raptor bench matrix`: the Matrix agents on large tables, with the same work by other tools.
///
/// The tables are written once and read by both sides, so that both pay for reading. The references
/// (R's `stl` and `HoltWinters`, SQLite's NTILE, numpy and scipy) run when `Rscript` and `python3`
/// are there; without them the ratio is left out and said so.
@Command(
    name = "matrix",
    description = "Matrix agents on large tables, with time, memory and the ratio to a reference.")
final class MatrixSpeed implements Callable<Integer> {
  @Option(names = "--series", description = "Series of the daily file (default: ${DEFAULT-VALUE}).")
  private int series = 50;

  @Option(names = "--orders", description = "Orders (default: ${DEFAULT-VALUE}).")
  private int orders = 1_000_000;

  @Option(names = "--paths", description = "Paths (default: ${DEFAULT-VALUE}).")
  private int paths = 1_000_000;

  /// One measurement.
  private record Row(String agent, String input, double seconds, long megabytes, double reference) {
    String text() {
      return String.format(
          Locale.ROOT,
          "%-8s %-34s %7.2f s  %5d MB live and garbage at most  %s",
          agent,
          input,
          seconds,
          megabytes,
          reference > 0
              ? String.format(
                  Locale.ROOT, "reference %.2f s, ratio %.2f", reference, seconds / reference)
              : "no reference here");
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path folder = Files.createDirectories(Bench.home().resolve("bench/target/matrix"));
    List<Row> rows = new ArrayList<>();
    Path kpi = folder.resolve("kpi_daily.csv");
    kpi(kpi);
    // STL and smoothing twice: the first run warms the compiler up and is not counted.
    for (String agent : List.of("MTX-001", "MTX-002")) {
      run(agent, "kpi_daily", kpi);
      rows.add(measured(agent, "kpi_daily", kpi, series + " series x 1095 days"));
    }
    Path sales = folder.resolve("orders.csv");
    orders(sales);
    for (String agent : List.of("MTX-010", "MTX-011", "MTX-012")) {
      rows.add(measured(agent, "orders", sales, orders + " orders"));
    }
    Path walks = folder.resolve("journeys.csv");
    journeys(walks);
    rows.add(measured("MTX-005", "journeys", walks, paths + " paths"));
    rows.forEach(row -> System.out.println(row.text()));
    return 0;
  }

  private static Row measured(String agent, String table, Path file, String input)
      throws IOException, InterruptedException {
    System.gc();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long begun = System.nanoTime();
    run(agent, table, file);
    double seconds = (System.nanoTime() - begun) / 1e9;
    long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum();
    return new Row(agent, input, seconds, peak / (1024 * 1024), reference(agent, file));
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private static void run(String agent, String name, Path file) throws IOException {
    Table table = Table.csv(name, Files.readString(file));
    Map<AgentId, Computation> computations = MatrixGuild.kit().computations();
    Computation computation = computations.get(new AgentId(agent));
    if (computation == null) {
      throw new IllegalStateException("no agent " + agent);
    }
    Computation.Result result =
        computation.compute(
            new TaskInputs(
                null,
                Map.of(),
                Map.of(name, table),
                Map.of(),
                Map.of(),
                List.of(),
                Instant.EPOCH,
                1));
    if (result instanceof Computation.Refused refused) {
      throw new IllegalStateException(agent + " refused: " + refused.reasons());
    }
  }

  /// Seconds of the reference, without the start of its interpreter; 0 when it is not there.
  private static double reference(String agent, Path file)
      throws IOException, InterruptedException {
    boolean r = agent.equals("MTX-001") || agent.equals("MTX-002");
    Path script = Bench.home().resolve("bench/reference").resolve(r ? "series.R" : "customers.py");
    Process process;
    try {
      process =
          new ProcessBuilder(r ? "Rscript" : "python3", script.toString(), agent, file.toString())
              .redirectErrorStream(true)
              .start();
    } catch (IOException missing) {
      return 0;
    }
    String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      System.err.println(agent + ": the reference failed: " + told.strip());
      return 0;
    }
    System.out.println(agent + " reference: " + told.strip());
    return Double.parseDouble(told.strip().replaceAll("(?s).*seconds ", ""));
  }

  private void kpi(Path file) throws IOException {
    Random random = new Random(7);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write(
          "date,brand_id,channel,campaign_id,campaign_name,impressions,clicks,cost,conversions,revenue,currency\n");
      for (int s = 0; s < series; s++) {
        double level = 200 + random.nextInt(2_000);
        for (int d = 0; d < 1_095; d++) {
          double season = 1 + 0.25 * Math.sin(2 * Math.PI * d / 7) + 0.0002 * d;
          long clicks = Math.round(level * season * (1 + 0.05 * random.nextGaussian()));
          long conversions =
              Math.max(1, Math.round(clicks * 0.05 * (1 + 0.1 * random.nextGaussian())));
          out.write(
              String.format(
                  Locale.ROOT,
                  "%s,bench,channel_%02d,c,c,%d,%d,%.2f,%d,%d,EUR%n",
                  LocalDate.of(2023, 1, 1).plusDays(d),
                  s,
                  clicks * 20,
                  clicks,
                  clicks * 0.8 * (1 + 0.03 * random.nextGaussian()),
                  conversions,
                  conversions * 60));
        }
      }
    }
  }

  /// Customers who buy at their own pace and leave by chance.
  private void orders(Path file) throws IOException {
    Random random = new Random(11);
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("order_id,customer_id,order_date,amount,currency\n");
      int written = 0;
      for (int c = 0; written < orders; c++) {
        int day = random.nextInt(500);
        double gap = 10 + 80 * random.nextDouble();
        while (day < 720 && written < orders) {
          out.write(
              String.format(
                  Locale.ROOT,
                  "O%07d,C%06d,%s,%.2f,EUR%n",
                  written++,
                  c,
                  LocalDate.of(2024, 1, 1).plusDays(day),
                  15 + 80 * random.nextDouble()));
          if (random.nextInt(9) == 0) {
            break;
          }
          day += 1 + (int) (-Math.log(1 - random.nextDouble()) * gap);
        }
      }
    }
  }

  private void journeys(Path file) throws IOException {
    Random random = new Random(13);
    List<String> channels =
        List.of("search", "social", "email", "display", "video", "direct", "referral", "affiliate");
    try (Writer out = Files.newBufferedWriter(file)) {
      out.write("path,conversions,nulls,revenue\n");
      for (int p = 0; p < paths; p++) {
        int length = 1 + random.nextInt(8);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < length; i++) {
          path.append(i == 0 ? "" : ">").append(channels.get(random.nextInt(channels.size())));
        }
        int converted = random.nextInt(10) == 0 ? 1 : 0;
        out.write("%s,%d,%d,%d\n".formatted(path, converted, 1 - converted, converted * 70));
      }
    }
  }
}
