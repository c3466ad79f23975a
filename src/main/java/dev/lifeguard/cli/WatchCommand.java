package dev.lifeguard.cli;

import dev.lifeguard.attach.ForeignPool;
import dev.lifeguard.attach.Target;
import dev.lifeguard.jobfile.Printable;
import dev.lifeguard.probe.Probes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard watch`: follows a pool that Lifeguard did not start, in the terminal.
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Follows a pool that Lifeguard did not start until its manager ends.",
      "Tells which worker dies of what, what its pool does about it, and whether the job will ever"
          + " end."
    },
    footerHeading = "%nExit status:%n",
    footer = {
      "  0 the manager has ended; 2 there is no such process;",
      "  4 this system cannot be looked into."
    })
final class WatchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "PID",
      description = "The manager, or a worker of it, or the shell that started it.")
  private long pid;

  @Option(names = "--json", description = "One JSON object per event.")
  private boolean json;

  @Override
  public Integer call() throws JobStarter.Refusal, InterruptedException {
    Probes probes = Probes.forThisSystem();
    Target.Found target = found(pid, probes);
    if (!target.note().isEmpty()) {
      Main.complain(target.note());
    }
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    WatchNews news =
        new WatchNews(json, (_, line) -> out.println(json ? line : Printable.oneLine(line)));
    ForeignPool pool =
        ForeignPool.watch(target.root(), probes)
            .orElseThrow(() -> refusal("process " + pid + " has just ended"));
    try (pool) {
      pool.subscribe(news);
      news.ended().get();
      return 0;
    } catch (ExecutionException impossible) {
      throw new IllegalStateException("nothing ends the news with a fault", impossible);
    }
  }

  /// What is meant by a process number.
  static Target.Found found(long pid, Probes probes) throws JobStarter.Refusal {
    return switch (Target.of(pid, probes)) {
      case Target.Found found -> found;
      case Target.None(String sentence) -> throw refusal(sentence);
    };
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
