package io.raptorflow.standalone.cli;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.JobOrder.Action;
import io.raptorflow.bus.JobState;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.dlq.ReplayJobs;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `raptor dlq jobs`: what operators ordered, how it stands, and the brake.
@Command(
    name = "jobs",
    description = "Lists the jobs over dead letters, the last one first.",
    subcommands = {
      DlqJobs.Follow.class,
      DlqJobs.Pause.class,
      DlqJobs.Resume.class,
      DlqJobs.Cancel.class
    })
final class DlqJobs implements Callable<Integer> {
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final int LOOKS_UNTIL_DOUBT = 20;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private DataOption data = new DataOption();

  @Option(names = "--json", description = "One JSON array.")
  private boolean json;

  @Override
  public Integer call() {
    try (Bus bus = data.connect()) {
      List<JobState> jobs = new ReplayJobs(bus).list();
      PrintWriter out = spec.commandLine().getOut();
      if (json) {
        out.println(CanonicalJson.write(jobs));
      } else if (jobs.isEmpty()) {
        out.println("no job was ordered");
      } else {
        jobs.forEach(
            job -> {
              out.println(JobProgress.line(job));
              out.println(
                  "   %s by %s%s"
                      .formatted(
                          job.startedAt(), job.by(), job.why().isEmpty() ? "" : ": " + job.why()));
            });
      }
      out.flush();
      return jobs.isEmpty() ? ExitCode.USAGE : ExitCode.OK;
    }
  }

  /// Prints how a job goes until it is over.
  ///
  /// @return exit code
  static int follow(ReplayJobs jobs, UUID id, PrintWriter out, boolean json)
      throws InterruptedException {
    JobProgress progress =
        new JobProgress(out, json ? JobProgress.Screen.NONE : JobProgress.screen());
    for (int looks = 1; ; looks++) {
      Optional<JobState> state = jobs.find(id);
      if (state.isPresent()) {
        progress.show(state.get());
        if (state.get().status().isOver()) {
          if (json) {
            out.println(CanonicalJson.write(state.get()));
          } else if (exitCode(state.get()) == ExitCode.PARTIAL) {
            out.println("work by work: raptor dlq audit --job " + id);
          }
          out.flush();
          return exitCode(state.get());
        }
      } else if (looks == LOOKS_UNTIL_DOUBT) {
        out.println("no replayer has taken job " + id + " up yet; it waits for one");
        out.flush();
      }
      TimeUnit.MILLISECONDS.sleep(LOOK.toMillis());
    }
  }

  private static int exitCode(JobState job) {
    return switch (job.status()) {
      case REFUSED -> ExitCode.REFUSED;
      case FINISHED ->
          job.succeeded() == job.total()
              ? ExitCode.OK
              : job.refused() == job.total() ? ExitCode.REFUSED : ExitCode.PARTIAL;
      case RUNNING, PAUSED, CANCELLED, STOPPED -> ExitCode.PARTIAL;
    };
  }

  /// Watches one job.
  @Command(name = "follow", description = "Prints how a job goes until it is over.")
  static final class Follow implements Callable<Integer> {
    @Spec private CommandSpec spec = CommandSpec.create();
    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "JOB", description = "Job id.")
    private UUID job = new UUID(0, 0);

    @Option(names = "--json", description = "The end as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
      try (Bus bus = data.connect()) {
        return follow(new ReplayJobs(bus), job, spec.commandLine().getOut(), json);
      }
    }
  }

  /// What the commands that steer a job have in common.
  static final class Steering {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec = CommandSpec.create();

    @Mixin private DataOption data = new DataOption();

    @Parameters(paramLabel = "JOB", description = "Job id.")
    private UUID job = new UUID(0, 0);

    @Option(names = "--by", required = true, description = "Your name, for the audit.")
    private String by = "";

    private int say(Action action) {
      try (Bus bus = data.connect()) {
        ReplayJobs jobs = new ReplayJobs(bus);
        JobState state =
            jobs.find(job)
                .orElseThrow(() -> new CliException(ExitCode.USAGE, "no job " + job + " is known"));
        if (state.status().isOver()) {
          throw new CliException(
              ExitCode.REFUSED, "job %s is %s already".formatted(job, state.status()));
        }
        jobs.steer(job, action, by);
        PrintWriter out = spec.commandLine().getOut();
        out.println("%s says %s to job %s".formatted(by, action, job));
        out.flush();
        return ExitCode.OK;
      }
    }
  }

  /// Holds a job up.
  @Command(name = "pause", description = "Holds a job up; nothing is lost.")
  static final class Pause implements Callable<Integer> {
    @Mixin private Steering steering = new Steering();

    @Override
    public Integer call() {
      return steering.say(Action.PAUSE);
    }
  }

  /// Lets a paused job go on.
  @Command(name = "resume", description = "Lets a paused job go on where it was.")
  static final class Resume implements Callable<Integer> {
    @Mixin private Steering steering = new Steering();

    @Override
    public Integer call() {
      return steering.say(Action.RESUME);
    }
  }

  /// Ends a job.
  @Command(name = "cancel", description = "Ends a job; what was not sent is as it was.")
  static final class Cancel implements Callable<Integer> {
    @Mixin private Steering steering = new Steering();

    @Override
    public Integer call() {
      return steering.say(Action.CANCEL);
    }
  }
}
