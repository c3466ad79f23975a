package dev.lifeguard.cli;

import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.journal.DoctorJson;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.Variables;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lifeguard doctor`: what this machine and these rights allow, and what would allow more.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Tells what this machine and these rights allow, and what would allow more.",
    footerHeading = "%nExit status:%n",
    footer = "  0 pools can be run; 4 they cannot, because no process can be started.")
final class DoctorCommand implements Callable<Integer> {
  @Option(names = "--json", description = "One JSON object on standard output.")
  private boolean json;

  @Override
  public Integer call() {
    ProgramChecks programs = new ProgramChecks(Variables.own());
    List<MachineCheck> checks = new ArrayList<>(programs.checks());
    checks.addAll(Probes.forThisSystem().checks());
    boolean able = programs.canStart();
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (json) {
      out.println(DoctorJson.text(able, checks));
    } else {
      checks.forEach(check -> out.println(line(check)));
      out.println(able ? "Pools can be run here." : "No pool can be run here.");
    }
    return able ? 0 : Main.LACKS_SOMETHING;
  }

  /// A check in one line, and a second one with what would allow more.
  static String line(MachineCheck check) {
    String mark =
        switch (check.allows()) {
          case ALL -> "ok  ";
          case OWN, LESS -> "less";
          case NOTHING -> "no  ";
        };
    return mark
        + "  "
        + check.name()
        + ": "
        + check.finding()
        + "."
        + check
            .remedy()
            .map(remedy -> System.lineSeparator() + "      " + sentence(remedy))
            .orElse("");
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1) + ".";
  }
}
