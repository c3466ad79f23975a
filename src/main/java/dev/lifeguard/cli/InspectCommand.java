package dev.lifeguard.cli;

import dev.lifeguard.attach.TwoLooks;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.TreeSnapshot;
import dev.lifeguard.journal.InspectJson;
import dev.lifeguard.probe.Probes;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard inspect PID`: what a process and everything below it are, do and wait for.
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Looks once at a process and everything below it.",
      "For one second: roles, states, memory, threads and what they wait for, and what is"
          + " remarkable about it. Needs the right to look into the processes; what may not be read"
          + " is named with the reason."
    },
    footerHeading = "%nExit status:%n",
    footer = "  0 looked; 2 there is no such process.")
final class InspectCommand implements Callable<Integer> {
  private static final Pattern PROCESS = Pattern.compile("(?:pid:)?0*([1-9]\\d{0,9})");

  @Parameters(paramLabel = "PID", description = "The number of the process at the top.")
  private String process = "";

  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() throws JobStarter.Refusal, InterruptedException {
    Matcher number = PROCESS.matcher(process);
    if (!number.matches()) {
      throw refusal(process + ": is no process number; write one as ps shows it, as in 4711");
    }
    long pid = Long.parseLong(number.group(1));
    Probes probes = Probes.forThisSystem();
    ProcessIdentity root =
        probes.identity(pid).orElseThrow(() -> refusal("there is no process " + pid));
    ProcessInspector inspector = probes.inspector();
    Optional<TreeSnapshot> seen =
        new TreeLook(
                inspector,
                () -> probes.tree(root),
                root,
                probes.trees(System::nanoTime).map(trees -> new TwoLooks(trees, root)))
            .lookForASecond();
    TreeSnapshot tree =
        seen.orElseThrow(() -> refusal("process " + pid + " ended while it was looked at"));
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (json) {
      out.println(InspectJson.text(tree));
    } else {
      new InspectText(tree).lines().forEach(out::println);
    }
    return 0;
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
