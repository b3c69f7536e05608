package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.JobItem;
import io.raptorflow.bus.ReplayOperation.Verb;
import io.raptorflow.bus.ReplayTerms;
import io.raptorflow.bus.RetryRow;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.DeadLetterDesk;
import io.raptorflow.dlq.ExpiredPlan;
import io.raptorflow.dlq.JobPlan;
import io.raptorflow.dlq.ReplayJobs;
import io.raptorflow.dlq.ReplayJobs.Proposal;
import io.raptorflow.dlq.query.DeadLetterQuery;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What replay, discard and restore have in common: which work, a look before the leap, and a job
/// on the server that goes on when this process ends.
final class DlqChange {
  private static final int CONFIRM_ABOVE = 1_000;
  private static final int SHOWN = 20;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec = CommandSpec.create();

  @Mixin private DataOption data = new DataOption();
  @Mixin private DlqCommand.Narrowing narrowing = new DlqCommand.Narrowing();

  @Parameters(paramLabel = "WORK", arity = "0..*", description = "Work ids; or else a filter.")
  private List<UUID> works = new ArrayList<>();

  @Option(names = "--all", description = "Everything; needs --yes.")
  private boolean all;

  @Option(names = "--yes", description = "Really everything.")
  private boolean yes;

  @Option(
      names = "--confirm",
      paramLabel = "COUNT",
      description = "How many works, typed out, above 1,000 of them.")
  private @Nullable Integer confirmed;

  @Option(names = "--max", paramLabel = "COUNT", description = "At most so many works.")
  private int max = Integer.MAX_VALUE;

  @Option(
      names = "--dry-run",
      description = "Changes nothing; shows the exact set, and its hash for --plan.")
  private boolean dryRun;

  @Option(
      names = "--plan",
      paramLabel = "HASH",
      description = "Exactly the set of a dry run; what failed since is not touched.")
  private @Nullable String plan;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Works a second at most (default: as fast as it goes).")
  private double rate;

  @Option(names = "--burst", description = "Works at once at most, with --rate (default: 1).")
  private int burst = 1;

  @Option(names = "--by", required = true, description = "Your name, for the audit.")
  private String by = "";

  @Option(names = "--why", description = "Why, for the audit.")
  private String why = "";

  @Option(
      names = "--four-eyes-above",
      paramLabel = "N",
      defaultValue = "${env:RAPTOR_DLQ_FOUR_EYES_ABOVE:-0}",
      description =
          "More works than this need a plan that somebody else made with --dry-run; 0 for never"
              + " (default: $RAPTOR_DLQ_FOUR_EYES_ABOVE, or 0).")
  private int fourEyesAbove;

  @Option(names = "--no-wait", description = "Returns when the job is ordered.")
  private boolean noWait;

  @Option(names = "--json", description = "JSON: the plan of a dry run, or the job's end.")
  private boolean json;

  /// What only a replay can be told.
  ///
  /// @param canary works to be answered before the rest follows
  private record Care(
      int canary, int stopAtFailurePercent, boolean force, @Nullable ReplayTerms terms) {
    static final Care NONE = new Care(0, 0, false, null);
  }

  /// Hands failed work back.
  @Command(
      name = "replay",
      description = "Hands failed work back to the agent that failed, as a job on the server.",
      footer = {
        "",
        "Exit codes: 0 all answered, 2 nothing matched, 3 some failed again or were refused,",
        "4 refused. Ctrl-C leaves the job at work; see 'raptor dlq jobs'."
      })
  static final class Replay implements Callable<Integer> {
    @Mixin private DlqChange change = new DlqChange();

    @Option(
        names = "--canary",
        paramLabel = "N",
        description = "The first N must be answered before the rest follows.")
    private int canary;

    @Option(
        names = "--stop-on-failure-rate",
        paramLabel = "PERCENT",
        description = "Stops when this share of at least ten works failed again.")
    private int stopAtFailurePercent;

    @Option(names = "--force", description = "Also what was replayed too often, or is held.")
    private boolean force;

    @Option(
        names = "--fresh",
        description = "Asks models again; without it answers that were paid for are used again.")
    private boolean fresh;

    @Option(
        names = "--to",
        paramLabel = "TOPIC",
        description = "Sends to another topic (default: only to the group that failed).")
    private @Nullable String to;

    @Option(
        names = "--at",
        paramLabel = "TIME",
        description = "Sends at this time, such as 2026-03-01T06:00:00Z.")
    private @Nullable Instant at;

    @Override
    public Integer call() throws IOException, InterruptedException {
      return change.carryOut(Verb.REPLAY, new Care(canary, stopAtFailurePercent, force, terms()));
    }

    private @Nullable ReplayTerms terms() {
      ReplayTerms terms = new ReplayTerms(fresh, to, at);
      return terms.equals(ReplayTerms.ordinary()) ? null : terms;
    }
  }

  /// Gives failed work up.
  @Command(name = "discard", description = "Gives failed work up; restore takes it back.")
  static final class Discard implements Callable<Integer> {
    @Mixin private DlqChange change = new DlqChange();

    @Override
    public Integer call() throws IOException, InterruptedException {
      return change.carryOut(Verb.DISCARD, Care.NONE);
    }
  }

  /// Takes a discard back.
  @Command(name = "restore", description = "Takes a discard back; the work waits for you then.")
  static final class Restore implements Callable<Integer> {
    @Mixin private DlqChange change = new DlqChange();

    @Override
    public Integer call() throws IOException, InterruptedException {
      return change.carryOut(Verb.RESTORE, Care.NONE);
    }
  }

  private int carryOut(Verb verb, Care care) throws IOException, InterruptedException {
    DeadLetterQuery query = narrowing.query();
    requireChoice(query);
    try (Bus bus = data.connect()) {
      ReplayJobs jobs = new ReplayJobs(bus);
      Proposal proposal = choose(verb, new DeadLetterDesk(bus), jobs, query);
      JobPlan chosen = proposal.plan();
      PrintWriter out = spec.commandLine().getOut();
      if (chosen.items().isEmpty()) {
        out.println("nothing matches that can be %s".formatted(past(verb)));
        out.flush();
        return ExitCode.USAGE;
      }
      if (dryRun) {
        jobs.propose(chosen, by);
        show(out, chosen);
        return ExitCode.OK;
      }
      requireSecondPerson(proposal);
      requireConfirmation(verb, chosen.items().size());
      UUID job =
          jobs.start(
              chosen,
              new ReplayJobs.Pace(
                  rate, burst, care.canary(), care.stopAtFailurePercent(), care.force()),
              care.terms(),
              by,
              why);
      if (noWait) {
        out.println("job " + job + " works on " + chosen.items().size() + " works");
        out.flush();
        return ExitCode.OK;
      }
      return DlqJobs.follow(jobs, job, out, json);
    }
  }

  private void requireChoice(DeadLetterQuery query) {
    boolean filtered = query.isNarrow();
    long ways = (works.isEmpty() ? 0 : 1) + (filtered ? 1 : 0) + (all ? 1 : 0);
    if (ways == 0 && plan == null) {
      throw new ParameterException(
          spec.commandLine(),
          "say which: work ids, a filter such as --where 'status=PARKED', --plan HASH, or --all");
    }
    if (ways > 1) {
      throw new ParameterException(
          spec.commandLine(), "say which in one way: work ids, a filter or --all");
    }
    if (all && !yes && !dryRun) {
      throw new CliException(ExitCode.REFUSED, "--all is refused without --yes");
    }
  }

  /// What is chosen, and who proposed it: nobody, unless a plan was given.
  private Proposal choose(Verb verb, DeadLetterDesk desk, ReplayJobs jobs, DeadLetterQuery query) {
    Optional<JobPlan> now =
        works.isEmpty() && !query.isNarrow() && !all
            ? Optional.empty()
            : Optional.of(JobPlan.of(verb, query.toString(), rows(desk, query)));
    if (plan == null) {
      return new Proposal(now.orElseThrow(), Set.of());
    }
    Proposal proposed = proposed(verb, jobs, plan);
    now.ifPresent(present -> tellNewcomers(present, proposed.plan()));
    return new Proposal(
        new JobPlan(verb, query.toString(), proposed.plan().items()), proposed.by());
  }

  private void requireSecondPerson(Proposal proposal) {
    int count = proposal.plan().items().size();
    if (fourEyesAbove == 0
        || count <= fourEyesAbove
        || proposal.by().stream().anyMatch(name -> !name.equals(by))) {
      return;
    }
    throw new CliException(
        ExitCode.REFUSED,
        "%d works are more than %d: somebody else makes the plan with --dry-run, and you start it with --plan; %s"
            .formatted(
                count,
                fourEyesAbove,
                plan == null
                    ? "no plan was given"
                    : "this one was made by " + String.join(", ", proposal.by())));
  }

  private static Proposal proposed(Verb verb, ReplayJobs jobs, String hash) {
    try {
      return jobs.proposal(verb, hash)
          .orElseThrow(
              () ->
                  new CliException(
                      ExitCode.REFUSED,
                      "there is no plan %s to %s; make one with --dry-run"
                          .formatted(hash, verb.name().toLowerCase(Locale.ROOT))));
    } catch (ExpiredPlan expired) {
      throw new CliException(ExitCode.REFUSED, String.valueOf(expired.getMessage()));
    }
  }

  private List<RetryRow> rows(DeadLetterDesk desk, DeadLetterQuery query) {
    Set<UUID> named = Set.copyOf(works);
    return desk.list(works.isEmpty() ? query : DeadLetterQuery.everything()).stream()
        .filter(row -> named.isEmpty() || named.contains(row.work().value()))
        .limit(max)
        .toList();
  }

  private void tellNewcomers(JobPlan now, JobPlan proposed) {
    Set<JobItem> known = Set.copyOf(proposed.items());
    long newcomers = now.items().stream().filter(item -> !known.contains(item)).count();
    if (newcomers > 0) {
      spec.commandLine()
          .getErr()
          .println(
              "%d works match since the plan was made; they are not touched".formatted(newcomers));
    }
  }

  private void show(PrintWriter out, JobPlan chosen) {
    if (json) {
      Map<String, Object> whole = new LinkedHashMap<>();
      whole.put("verb", chosen.verb());
      whole.put("plan", chosen.hash());
      whole.put("works", chosen.items().stream().map(item -> item.work().toString()).toList());
      out.println(CanonicalJson.write(whole));
    } else {
      out.println("%d works would be %s:".formatted(chosen.items().size(), past(chosen.verb())));
      out.println(
          chosen.items().stream()
              .limit(SHOWN)
              .map(item -> "  " + item.work())
              .collect(Collectors.joining(System.lineSeparator())));
      if (chosen.items().size() > SHOWN) {
        out.println("  and %d more (--json lists all)".formatted(chosen.items().size() - SHOWN));
      }
      out.println("plan " + chosen.hash());
      out.println("exactly these: the same command with --plan HASH in place of --dry-run");
    }
    out.flush();
  }

  private void requireConfirmation(Verb verb, int count) throws IOException {
    if (count <= CONFIRM_ABOVE || confirmed != null && confirmed == count) {
      return;
    }
    if (confirmed == null && Terminal.isPerson()) {
      PrintWriter out = spec.commandLine().getOut();
      out.print("%d works will be %s. Type the number to go on: ".formatted(count, past(verb)));
      out.flush();
      String typed =
          new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
      if (typed != null && typed.strip().equals(Integer.toString(count))) {
        return;
      }
    }
    throw new CliException(
        ExitCode.REFUSED,
        "%d works are more than %d: confirm with --confirm %d"
            .formatted(count, CONFIRM_ABOVE, count));
  }

  private static String past(Verb verb) {
    return switch (verb) {
      case REPLAY -> "replayed";
      case DISCARD -> "discarded";
      case RESTORE -> "restored";
      case EDIT -> "edited";
    };
  }
}
