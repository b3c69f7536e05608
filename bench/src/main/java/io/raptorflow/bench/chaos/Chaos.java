package io.raptorflow.bench.chaos;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import tools.jackson.databind.JsonNode;

/// `raptor chaos`: fault campaigns on a swarm of forked processes over three brokers.
@Command(
    name = "raptor chaos",
    mixinStandardHelpOptions = true,
    description = {
      "Fault campaigns: the swarm as forked processes over three brokers, works under load,",
      "is struck by a seeded schedule of faults, healed, drained, and checked."
    },
    footer = {
      "",
      "Tiers: pr, 6 dense campaigns of 90 s with 160 tasks/s, at least 60 faults and 100,000 works;",
      "nightly, 60 of 5 min; release, 400 of 5 min.",
      "Exit codes: 0 every invariant holds, 1 one is broken, 2 wrong usage."
    })
public final class Chaos implements Callable<Integer> {
  private static final Duration CALM = Duration.ofSeconds(4);

  /// Until works are finished above those that take long, which some bugs lose.
  private static final Duration BUG_CALM = Duration.ofSeconds(60);

  private static final Duration BUG_TIME = Duration.ofSeconds(40);
  private static final Duration BUG_DRAIN = Duration.ofSeconds(120);

  /// What the ledger calls the campaign without a bug, to compare with.
  static final String NO_BUG = "no-bug";

  /// @param campaigns how many
  /// @param minutes of faults in each
  /// @param rate tasks a second
  /// @param dense whether faults strike side by side
  private record Scale(int campaigns, double minutes, int rate, boolean dense) {
    Duration time() {
      return Duration.ofMillis((long) (minutes * 60_000));
    }
  }

  private enum Tier {
    PR(new Scale(6, 1.5, 160, true)),
    NIGHTLY(new Scale(60, 5, 40, false)),
    RELEASE(new Scale(400, 5, 40, false));

    private final Scale scale;

    Tier(Scale scale) {
      this.scale = scale;
    }
  }

  @Option(names = "--seed", description = "Of the first campaign (default: ${DEFAULT-VALUE}).")
  private long seed = 1;

  @Option(names = "--minutes", description = "Of faults in each campaign (default: 1.5).")
  private @Nullable Double minutes;

  @Option(names = "--campaigns", description = "How many, with one seed after the other.")
  private @Nullable Integer campaigns;

  @Option(
      names = "--tier",
      description = "${COMPLETION-CANDIDATES}: instead of --campaigns, --minutes, --rate.")
  private @Nullable Tier tier;

  @Option(names = "--faults", split = ",", description = "Kinds that strike (default: all).")
  private List<String> faults = List.of();

  @Option(
      names = "--dense",
      description = "Faults of brokers, of agents and of all others strike side by side.")
  private boolean dense;

  @Option(names = "--rate", description = "Tasks a second (default: 40).")
  private @Nullable Integer rate;

  @Option(names = "--bugs", description = "Plants each bug, or those named; each must be found.")
  private boolean bugs;

  @Option(names = "--bug", split = ",", description = "Bugs to plant, with --bugs.")
  private List<String> named = List.of();

  @Option(names = "--table", description = "Only adds up what is in the ledger.")
  private boolean table;

  @Option(names = "--keep", description = "Keeps logs and raw data of campaigns that hold, too.")
  private boolean keep;

  @Spec private CommandSpec command = CommandSpec.create();

  @Override
  public Integer call() throws IOException, InterruptedException {
    Path home = Path.of(System.getProperty("raptor.home", ".")).toAbsolutePath().normalize();
    Path target = home.resolve("bench/target/chaos");
    Files.createDirectories(target);
    Ledger ledger = new Ledger(home.resolve("bench/chaos"));
    if (table) {
      ledger.draw();
      return 0;
    }
    if (bugs) {
      return plantAll(target, ledger);
    }
    Scale scale = scale();
    List<Fault> kinds = kinds(scale.dense());
    int broken = 0;
    for (long number = seed; number < seed + scale.campaigns(); number++) {
      Campaign.Plan plan =
          new Campaign.Plan(
              number,
              CALM,
              scale.time(),
              kinds,
              scale.dense(),
              scale.rate(),
              700,
              Duration.ofSeconds(180),
              null);
      JsonNode verdict;
      try {
        verdict = run(plan, target, "seed-" + number);
      } catch (IllegalStateException | UncheckedIOException notPlayed) {
        broken++;
        System.out.println("seed " + number + ": NOT PLAYED, " + notPlayed.getMessage());
        continue;
      }
      ledger.add(plan, verdict);
      boolean holds = verdict.path("verdict").asString().equals("holds");
      System.out.println("seed " + number + ": " + line(verdict));
      if (!holds) {
        broken++;
      }
    }
    System.out.printf("%d campaigns, %d broken%n", scale.campaigns(), broken);
    return broken == 0 ? 0 : 1;
  }

  /// What is played when nothing is asked for, or what is asked for, or what a tier says.
  private Scale scale() {
    if (tier == null) {
      return new Scale(
          campaigns == null ? 1 : campaigns, minutes == null ? 1.5 : minutes, rate(), dense);
    }
    if (campaigns != null || minutes != null || rate != null || dense) {
      throw wrong("--tier has its own --campaigns, --minutes, --rate and --dense");
    }
    return tier.scale;
  }

  private int rate() {
    return rate == null ? 40 : rate;
  }

  private List<Fault> kinds(boolean sideBySide) {
    List<Fault> kinds = new ArrayList<>();
    for (String label : faults) {
      Fault fault = known(Fault.values(), Fault::label, label, "--faults");
      if (sideBySide && fault.target() == Fault.Target.EVERYTHING) {
        throw wrong("--faults %s has the cluster to itself; it is not --dense".formatted(label));
      }
      kinds.add(fault);
    }
    return kinds.isEmpty() ? Arrays.asList(Fault.values()) : kinds;
  }

  private <T> T known(T[] all, Function<T, String> name, String label, String option) {
    return Arrays.stream(all)
        .filter(one -> name.apply(one).equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                wrong(
                    "%s %s: it is none of %s"
                        .formatted(option, label, Arrays.stream(all).map(name).toList())));
  }

  private ParameterException wrong(String why) {
    return new ParameterException(command.commandLine(), why);
  }

  private JsonNode run(Campaign.Plan plan, Path target, String name)
      throws IOException, InterruptedException {
    Path directory = target.resolve(name);
    wipe(directory);
    JsonNode verdict =
        new Campaign(plan, directory, Files.createTempDirectory(target, "data-")).run();
    if (verdict.path("verdict").asString().equals("holds") && !keep) {
      wipe(directory);
    }
    return verdict;
  }

  private static String line(JsonNode verdict) {
    List<String> looked = new ArrayList<>();
    for (var invariant : verdict.path("invariants").properties()) {
      long violations = invariant.getValue().path("violations").asLong();
      if (violations > 0) {
        looked.add(
            invariant.getKey()
                + " "
                + violations
                + " e.g. "
                + invariant.getValue().path("examples").path(0).asString());
      }
    }
    return "%s; %d works, %d retries, %d faults of %d kinds, drained in %s s %s"
        .formatted(
            verdict.path("verdict").asString(),
            verdict.path("works").asLong(),
            verdict.path("retries").asLong(),
            verdict.path("faults").asLong(),
            verdict.path("kinds").size(),
            verdict.path("drainSeconds").asString("?"),
            String.join("\n  ", looked));
  }

  /// Each bug must be found, by an invariant that it breaks; and without a bug the same load and
  /// faults must break none, or a bug found would prove nothing.
  private int plantAll(Path target, Ledger ledger) throws IOException, InterruptedException {
    List<PlantedBug> planted =
        named.isEmpty()
            ? Arrays.asList(PlantedBug.values())
            : named.stream()
                .map(label -> known(PlantedBug.values(), PlantedBug::label, label, "--bug"))
                .toList();
    int missed = 0;
    // Whichever bugs are named, what is known of no bug is known of the faults of all.
    List<Fault> all =
        Arrays.stream(PlantedBug.values())
            .flatMap(bug -> bug.faults().stream())
            .distinct()
            .toList();
    TreeSet<String> control = broken(bugPlan(all, null), target, NO_BUG);
    missed += note(ledger, NO_BUG, control.isEmpty(), control);
    for (PlantedBug bug : planted) {
      TreeSet<String> broken = broken(bugPlan(bug.faults(), bug), target, "bug-" + bug.label());
      boolean caught = bug.broken().stream().anyMatch(one -> broken.contains(one.name()));
      missed += note(ledger, bug.label(), caught, broken);
    }
    System.out.printf("%d bugs planted, %d not as they should be%n", planted.size(), missed);
    return missed == 0 ? 0 : 1;
  }

  private Campaign.Plan bugPlan(List<Fault> kinds, @Nullable PlantedBug bug) {
    return new Campaign.Plan(seed, BUG_CALM, BUG_TIME, kinds, false, rate(), 700, BUG_DRAIN, bug);
  }

  /// Invariants that a campaign breaks, or why it could not be played.
  private TreeSet<String> broken(Campaign.Plan plan, Path target, String name)
      throws IOException, InterruptedException {
    TreeSet<String> broken = new TreeSet<>();
    try {
      for (var invariant : run(plan, target, name).path("invariants").properties()) {
        if (invariant.getValue().path("violations").asLong() > 0) {
          broken.add(invariant.getKey());
        }
      }
    } catch (IllegalStateException | UncheckedIOException notPlayed) {
      broken.add("not played: " + notPlayed.getMessage());
    }
    return broken;
  }

  /// Writes down at once what became of a bug.
  ///
  /// @return 1 when it is not as it should be
  private int note(Ledger ledger, String label, boolean good, TreeSet<String> broken)
      throws IOException {
    ledger.add(label, good, seed, broken);
    System.out.printf("%s: %s, broken is %s%n", label, good ? "as expected" : "WRONG", broken);
    return good ? 0 : 1;
  }

  private static void wipe(Path directory) throws IOException {
    if (!Files.exists(directory)) {
      return;
    }
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }

  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Chaos()).setCaseInsensitiveEnumValuesAllowed(true).execute(arguments));
  }
}
