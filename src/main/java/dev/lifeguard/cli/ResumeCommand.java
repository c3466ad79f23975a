package dev.lifeguard.cli;

import dev.lifeguard.probe.Variables;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard resume`: goes on with a run that was interrupted.
@Command(
    name = "resume",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Goes on with a run that was stopped, gave up, or whose supervisor died.",
      "%nTasks that have ended keep their results and are not run again, whatever they ended as;"
          + " the rest runs, with the job and the items that the run directory has on record. What"
          + " was in a worker's hands when the supervisor died runs again, which does not count"
          + " against it.%n"
    },
    footerHeading = "%nExit status:%n",
    footer = {"  as of run, of the whole job; also when nothing was left to be done"})
final class ResumeCommand implements Callable<Integer> {
  @Parameters(paramLabel = "RUN_DIR", description = "The directory of the run.")
  private Path directory = Path.of("");

  @Option(
      names = "--accept-changes",
      description = {
        "Go on although the job file or the items have changed since the run began: with the items"
            + " as they are now, each in its place, and with the job in RUN_DIR/job.yaml."
      })
  private boolean acceptChanges;

  @Mixin private RunFlags flags = new RunFlags();

  @Override
  public Integer call() throws JobStarter.Refusal {
    var starter = new ResumeStarter(Variables.own());
    return switch (starter.prepare(directory, acceptChanges, flags.wishes(Optional.empty()))) {
      case ResumeStarter.Prepared.Ready(JobRun run) -> flags.toTheEnd(run);
      case ResumeStarter.Prepared.Finished(var run, var end) -> {
        flags
            .terminal()
            .line(
                end.exitCode() == 0 ? Terminal.Tone.GOOD : Terminal.Tone.BAD,
                "nothing is left to be done: every task has ended; see " + run.report());
        yield end.exitCode();
      }
    };
  }
}
