package dev.lifeguard.cli;

import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.journal.ControlClient;
import dev.lifeguard.journal.ControlRequest;
import dev.lifeguard.journal.RecordedJob;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunList;
import dev.lifeguard.journal.Tried;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `lifeguard ctl`: asks something of a run that lives.
@Command(
    name = "ctl",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Asks something of a run that goes on, over its control socket.",
    footerHeading = "%nCommands:%n",
    footer = {
      "  pause | go              start no further task; go on",
      "  workers N               keep N workers from now on",
      "  drain                   end when the tasks that run now have ended",
      "  stop | abort            end the job within the grace time; at once",
      "  terminate W | kill W    end worker W with SIGTERM; with SIGKILL",
      "  signal W SIG            any signal: 10, USR1, SIGUSR1; Windows has none,",
      "                          and there terminate and kill are the same",
      "  suspend W | continue W  stop worker W for a while; let it go on",
      "  restart W               replace worker W after its task",
      "  retry T | cancel T      run an ended task again; take a task back",
      "  sample D | sample now   measure the processes every 100ms to 10s, or at once",
      "  dump [W]                print the stacks of worker W, or of all,",
      "                          into RUN_DIR/output",
      "",
      "Exit status:",
      "  0 it is being done; 1 the pool refused; 2 the words are wrong,",
      "  or there is no such run, or it does not go on any more."
    })
final class CtlCommand implements Callable<Integer> {
  private static final int REFUSED = 1;

  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The directory of the run.")
  private Path runDirectory = Path.of("");

  @Parameters(index = "1", paramLabel = "COMMAND", description = "What to do, see below.")
  private String command = "";

  @Parameters(index = "2..*", paramLabel = "ARG", description = "A worker, a task, a signal.")
  private List<String> arguments = new ArrayList<>();

  @Override
  public Integer call() throws JobStarter.Refusal {
    ControlRequest request = CtlWords.request(command, arguments);
    RunDirectory run = RunDirectory.of(runDirectory);
    Path socket = socket(run, recorded(run));
    return switch (ControlClient.ask(socket, request)) {
      case Tried.Done<CommandAnswer>(CommandAnswer.Accepted _) -> 0;
      case Tried.Done<CommandAnswer>(CommandAnswer.Refused(String reason)) -> {
        Main.complain(reason);
        yield REFUSED;
      }
      case Tried.Refused<CommandAnswer>(String sentence) -> {
        if (!run.isLive()) {
          throw ended(run, recorded(run));
        }
        Main.complain(sentence + "; look at the run with: lifeguard open " + runDirectory);
        yield REFUSED;
      }
    };
  }

  private static RecordedJob recorded(RunDirectory run) throws JobStarter.Refusal {
    return switch (RecordedJob.open(run)) {
      case Tried.Done<RecordedJob>(RecordedJob job) -> job;
      case Tried.Refused<RecordedJob>(String sentence) ->
          throw new JobStarter.Refusal(List.of(sentence));
    };
  }

  private Path socket(RunDirectory run, RecordedJob job) throws JobStarter.Refusal {
    if (!run.isLive()) {
      throw ended(run, job);
    }
    return job.controlSocket()
        .orElseThrow(() ->
            new JobStarter.Refusal(
                List.of(
                    "the run in "
                        + runDirectory
                        + " has no control socket; its supervisor is process "
                        + job.header().supervisor().pid()
                        + (HostSystem.named(job.header().system()).hasSignals()
                            ? ", which SIGTERM stops in order"
                            : ", which Ctrl-C in its console stops in order"))));
  }

  private JobStarter.Refusal ended(RunDirectory run, RecordedJob job) {
    String how =
        end(run)
            .map(end ->
                "has ended: %s after %.1f s with exit status %d"
                    .formatted(words(end), end.atNanos() / 1e9, end.exitCode()))
            .orElse(
                "does not go on: its supervisor, process %d, is gone without having ended the job"
                    .formatted(job.header().supervisor().pid()));
    return new JobStarter.Refusal(
        List.of(
            "the run in "
                + runDirectory
                + " "
                + how
                + "; look at it with: lifeguard open "
                + runDirectory));
  }

  private static Optional<PoolEvent.JobEnded> end(RunDirectory run) {
    try {
      return RunList.end(run);
    } catch (IOException e) {
      // Its header was readable a moment ago; how it ended remains untold.
      return Optional.empty();
    }
  }

  private static String words(PoolEvent.JobEnded end) {
    return end.end().name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
