package dev.lifeguard.cli;

import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenario.Expectation;
import dev.lifeguard.demo.Scenario.Finding;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.job.JobModel;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard demo`: the built-in demonstrations, which check themselves.
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Runs a built-in demonstration; without a name it lists them.",
    footerHeading = "%nExit status:%n",
    footer = {
      "  0 everything was seen that the demonstration promises; 1 something was not;",
      "  4 this machine lacks something: a display for --window, python."
    })
final class DemoCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "NAME|all",
      description = "Which one, or all of them one after the other.")
  private Optional<String> name = Optional.empty();

  @Option(names = "--window", description = "Show it in the window.")
  private boolean window;

  @Option(
      names = "--or-terminal",
      description = "Where no window can be shown, say so and run it in the terminal.")
  private boolean orTerminal;

  @Mixin private Talk talk = new Talk();

  @Override
  public Integer call() throws JobStarter.Refusal {
    if (name.isEmpty()) {
      return list();
    }
    List<Scenario> chosen = chosen(name.get());
    if (window) {
      if (chosen.size() > 1) {
        throw new JobStarter.Refusal(
            List.of("demo all --window: a window shows one demonstration; name it"));
      }
      Optional<Integer> status = inWindow(chosen.getFirst());
      if (status.isPresent()) {
        return status.get();
      }
    }
    int status = 0;
    for (Scenario scenario : chosen) {
      status = Math.max(status, inTerminal(scenario));
    }
    return status;
  }

  private static List<Scenario> chosen(String name) throws JobStarter.Refusal {
    if (name.equals("all")) {
      return Scenarios.all();
    }
    String known = String.join(", ", Scenarios.all().stream().map(Scenario::name).toList());
    return List.of(
        Scenarios.named(name)
            .orElseThrow(() ->
                new JobStarter.Refusal(
                    List.of("there is no demonstration '" + name + "'; there are: " + known))));
  }

  private static int list() {
    for (Scenario scenario : Scenarios.all()) {
      System.out.printf("%-10s %s%n", scenario.name(), scenario.title());
    }
    System.out.println();
    System.out.println("lifeguard demo NAME runs one; with --window in the window.");
    return 0;
  }

  /// @return nothing when there is no window and the terminal is welcome instead
  private Optional<Integer> inWindow(Scenario scenario) {
    Optional<String> obstacle = Desktop.obstacle();
    if (obstacle.isEmpty()) {
      Desktop desktop = Desktop.here();
      return Optional.of(desktop.show(desktop.demo(scenario.name())));
    }
    Main.complain(obstacle.get() + (orTerminal ? "; running it in the terminal" : ""));
    return orTerminal ? Optional.empty() : Optional.of(Main.LACKS_SOMETHING);
  }

  private int inTerminal(Scenario scenario) throws JobStarter.Refusal {
    Terminal terminal = talk.terminal();
    terminal.line(Terminal.Tone.PLAIN, scenario.title());
    scenario.story().forEach(sentence -> terminal.line(Terminal.Tone.QUIET, sentence));
    JobRun run = DemoRun.prepare(scenario, JobStarter.here());
    int status = new TerminalRun(run, terminal, talk.verbosity()).toTheEnd();
    // Whoever interrupts a demonstration does not want it judged.
    return status > 128 ? status : judge(scenario, run.finished().join().model(), terminal);
  }

  private static int judge(Scenario scenario, JobModel model, Terminal terminal) {
    boolean allKept = true;
    for (Expectation expectation : scenario.expectations()) {
      Finding finding = expectation.check().apply(model);
      allKept &= finding.kept();
      terminal.line(
          finding.kept() ? Terminal.Tone.GOOD : Terminal.Tone.BAD,
          mark(finding.kept()) + " " + expectation.promise());
      terminal.line(Terminal.Tone.PLAIN, "  seen: " + finding.seen());
    }
    return allKept ? 0 : 1;
  }

  /// A tick or a cross, in letters where standard error cannot show them.
  private static String mark(boolean kept) {
    boolean symbols = encoding(System.err).newEncoder().canEncode('✓');
    return kept ? symbols ? "✓" : "[ok]" : symbols ? "✗" : "[NO]";
  }

  private static Charset encoding(PrintStream stream) {
    return Optional.ofNullable(stream.charset()).orElse(StandardCharsets.US_ASCII);
  }
}
