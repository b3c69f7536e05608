package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.DeadLetterRule;
import io.raptorflow.bus.DeadLetterRule.Action;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.Sha256;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.FailureGroup;
import io.raptorflow.dlq.RuleDesk;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor dlq rules`: what is decided on failed work in place of its failure class.
@Command(
    name = "rules",
    description = "Lists the rules in force: operators' and, in an outage, the replayer's own.",
    subcommands = {
      DlqRules.Add.class,
      DlqRules.Release.class,
      DlqRules.Test.class,
      DlqRules.Log.class
    },
    footer = {
      "",
      "A rule counts for work that fails from now on; a rule that holds also for retries that come",
      "due. What waits for you stays as it is: see replay and discard.",
      "'raptor dlq hold' and 'raptor dlq release' are the short way to rules that hold."
    })
final class DlqRules implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    try (Bus bus = data.connect()) {
      List<DeadLetterRule> rules = new RuleDesk(bus).list();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(rules));
      } else if (rules.isEmpty()) {
        out.println("no rule is in force");
      } else {
        rules.forEach(rule -> print(out, rule));
      }
      out.flush();
      return rules.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
  }

  private static void print(PrintWriter out, DeadLetterRule rule) {
    out.println("%s  %s".formatted(rule.name(), action(rule)));
    out.println("   where %s".formatted(rule.query()));
    out.println("   %s by %s: %s".formatted(rule.at(), rule.by(), rule.why()));
  }

  /// How fast what it held goes on, where an operator said so.
  private static String released(DeadLetterRule rule) {
    Double pace = rule.releasePerSecond();
    if (pace == null) {
      return "";
    }
    return pace == 0 ? ", all at once" : ", %s a second".formatted(rate(pace));
  }

  private static String action(DeadLetterRule rule) {
    String action = rule.action().name().toLowerCase(Locale.ROOT).replace('_', '-');
    return rule.as() == null ? action : action + " " + rule.as();
  }

  /// What the commands that make a rule have in common.
  private static final class Making {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin private DataOption data = new DataOption();
    @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

    @Option(names = "--by", required = true, description = "Your name, for the audit.")
    private String by = "";

    @Option(names = "--why", required = true, description = "Why, for the audit.")
    private String why = "";

    @Option(names = "--dry-run", description = "Makes nothing; says what the rule would catch.")
    private boolean dryRun;

    private int make(String name, Action action, @Nullable FailureClass as) {
      DeadLetterQuery query = narrowing.query();
      RuleDesk.Draft draft = draft(name(name, query), query, action, as);
      try (Bus bus = data.connect()) {
        List<RetryRow> caught =
            RuleDesk.test(
                draft,
                new DeadLetterDesk(bus).list(DeadLetterQuery.everything()),
                bus.time().instant());
        PrintWriter out = spec.commandLine().getOut();
        if (!dryRun) {
          new RuleDesk(bus).make(draft, by, why);
        }
        out.println(
            "%s %s: of what failed before it catches %d works"
                .formatted(dryRun ? "would make rule" : "rule", draft.name(), caught.size()));
        printGroups(out, caught, bus.time().instant());
        out.flush();
        return ExitCode.OK;
      }
    }

    /// The same filter has the same name.
    private static String name(String given, DeadLetterQuery query) {
      return given.isEmpty() ? "hold-" + Sha256.hex(query.toString()).substring(0, 8) : given;
    }
  }

  private static RuleDesk.Draft draft(
      String name, DeadLetterQuery query, Action action, @Nullable FailureClass as) {
    try {
      return new RuleDesk.Draft(name, query, action, as);
    } catch (IllegalArgumentException wrong) {
      throw new CliException(ExitCode.REFUSED, String.valueOf(wrong.getMessage()));
    }
  }

  private static void printGroups(PrintWriter out, List<RetryRow> rows, Instant now) {
    FailureGroup.of(rows, now)
        .forEach(
            group ->
                out.println(
                    "   %d x %s  %s".formatted(group.count(), group.reason(), group.message())));
  }

  /// Holds work.
  @Command(
      name = "hold",
      description = "Holds what fails as the filter says, without using up retries.",
      footer = {"", "'raptor dlq release NAME' lets it go again, little by little."})
  static final class Hold implements Callable<Integer> {
    @Mixin private Making making = new Making();

    @Option(names = "--name", description = "Name of the rule (default: made from the filter).")
    private String name = "";

    @Override
    public Integer call() {
      return making.make(name, Action.HOLD, null);
    }
  }

  /// Makes any rule.
  @Command(name = "add", description = "Makes a rule, or changes the one of its name.")
  static final class Add implements Callable<Integer> {
    @Mixin private Making making = new Making();

    @Parameters(paramLabel = "NAME", description = "Lower-case letters, digits and ._-")
    private String name = "";

    @Option(
        names = "--then",
        required = true,
        paramLabel = "ACTION",
        description = "hold, park, quarantine, discard, or retry-as with --as.")
    private String then = "";

    @Option(names = "--as", description = "For retry-as: class such as TRANSIENT.")
    private @Nullable FailureClass as;

    @Override
    public Integer call() {
      for (Action action : Action.values()) {
        if (action.name().equals(then.toUpperCase(Locale.ROOT).replace('-', '_'))) {
          if ((action == Action.RETRY_AS) != (as != null)) {
            throw new CliException(
                ExitCode.USAGE, "--as CLASS belongs to --then retry-as, and to nothing else");
          }
          return making.make(name, action, as);
        }
      }
      throw new CliException(
          ExitCode.USAGE,
          "--then is hold, park, quarantine, discard or retry-as, was '" + then + "'");
    }
  }

  /// Takes a rule back.
  @Command(
      name = "release",
      aliases = "remove",
      description = "Takes a rule back; what it held goes on, little by little unless hurried.",
      footer = {
        "",
        "Little by little: two a second at first, twice as many every five seconds.",
        "However it is hurried, an agent gets no more retries than its budget: 50 a second",
        "for each replayer, or a fifth of what it answers when that is more. What was",
        "released before and waits for its turn is hurried by a replay:",
        "  raptor dlq replay --where 'status=SCHEDULED and ...'"
      })
  static final class Release implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "NAME", description = "Name of the rule.")
    private String name = "";

    @Option(names = "--by", required = true, description = "Your name, for the audit.")
    private String by = "";

    @Option(names = "--why", description = "Why, for the audit.")
    private String why = "";

    @Option(names = "--now", description = "What it held goes on all at once.")
    private boolean now;

    @Option(
        names = "--rate",
        paramLabel = "N",
        description = "What it held goes on at so many works a second.")
    private @Nullable Double rate;

    @Override
    public Integer call() {
      if (now && rate != null || rate != null && !(rate > 0 && Double.isFinite(rate))) {
        throw new CliException(
            ExitCode.USAGE, "--rate is above 0 works a second, and goes without --now");
      }
      try (Bus bus = data.connect()) {
        DeadLetterRule rule =
            new RuleDesk(bus)
                .takeBack(name, by, why, now ? Double.valueOf(0) : rate)
                .orElseThrow(
                    () ->
                        new CliException(
                            ExitCode.USAGE,
                            "no rule '%s' is in force; see 'raptor dlq rules'".formatted(name)));
        long held =
            new DeadLetterDesk(bus)
                .list(DeadLetterQuery.parse("status=HELD")).stream()
                    .filter(row -> name.equals(row.heldBy()))
                    .count();
        PrintWriter out = spec.commandLine().getOut();
        out.println(
            "rule %s (%s) is taken back%s"
                .formatted(
                    name,
                    action(rule),
                    held == 0 ? "" : "; %d works go on, %s".formatted(held, pace())));
        out.flush();
        return ExitCode.OK;
      }
    }

    private String pace() {
      if (now) {
        return "all at once";
      }
      return rate == null ? "little by little" : rate(rate) + " a second";
    }
  }

  private static String rate(double perSecond) {
    return BigDecimal.valueOf(perSecond).stripTrailingZeros().toPlainString();
  }

  /// Tries a filter on what failed before.
  @Command(
      name = "test",
      description = "Says what a rule with this filter would have decided on; changes nothing.")
  static final class Test implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();
    @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

    @Option(
        names = "--against",
        paramLabel = "HOURS",
        description = "Failures of the last so many hours (default: 24).")
    private int hours = 24;

    @Option(names = "--json", description = "One JSON array of works.")
    private boolean json;

    @Override
    public Integer call() {
      RuleDesk.Draft draft = draft("test", narrowing.query(), Action.HOLD, null);
      try (Bus bus = data.connect()) {
        Instant now = bus.time().instant();
        Instant since = now.minus(Duration.ofHours(hours));
        List<RetryRow> failed =
            new DeadLetterDesk(bus)
                .list(DeadLetterQuery.everything()).stream()
                    .filter(row -> !row.lastFailedAt().isBefore(since))
                    .toList();
        List<RetryRow> caught = RuleDesk.test(draft, failed, now);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(CanonicalJson.write(caught.stream().map(RetryRow::work).toList()));
        } else {
          out.println(
              "of %d works that failed in the last %d hours the filter admits %d"
                  .formatted(failed.size(), hours, caught.size()));
          printGroups(out, caught, now);
        }
        out.flush();
        return caught.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
      }
    }
  }

  /// Shows who made which rule.
  @Command(name = "log", description = "Everything that was ever made and taken back, in order.")
  static final class Log implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Option(names = "--json", description = "One JSON array.")
    private boolean json;

    @Override
    public Integer call() {
      try (Bus bus = data.connect()) {
        List<DeadLetterRule> history = new RuleDesk(bus).history();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
          out.println(CanonicalJson.write(history));
        } else {
          history.forEach(
              rule ->
                  out.println(
                      "%s  %-10s %s  %s  by %s%s: %s"
                          .formatted(
                              rule.at(),
                              rule.active() ? "made" : "taken back",
                              rule.name(),
                              action(rule),
                              rule.by(),
                              released(rule),
                              rule.why())));
        }
        out.flush();
        return history.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
      }
    }
  }
}
