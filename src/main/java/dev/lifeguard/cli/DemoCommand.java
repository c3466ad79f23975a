package dev.lifeguard.cli;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Expectation;
import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.demo.Witness;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

  private Optional<ProgramChecks> programs = Optional.empty();

  @Mixin private Talk talk = new Talk();

  @Option(names = "--script", description = "Print a script for a live talk of ten minutes.")
  private boolean script;

  @Override
  public Integer call() throws JobStarter.Refusal {
    if (script) {
      System.out.print(Scenarios.talk());
      return 0;
    }
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
    List<Outcome> outcomes = new ArrayList<>();
    for (Scenario scenario : chosen) {
      Outcome outcome = inTerminal(scenario);
      outcomes.add(outcome);
      if (outcome instanceof Outcome.Interrupted(Scenario _, int status)) {
        // Whoever interrupts one wants no other.
        return status;
      }
    }
    if (chosen.size() > 1) {
      summarise(outcomes);
    }
    return status(outcomes);
  }

  /// A broken promise weighs more than one that could not be given here.
  private static int status(List<Outcome> outcomes) {
    boolean broken = outcomes.stream().anyMatch(Outcome.Broken.class::isInstance);
    return broken ? 1 : outcomes.stream().mapToInt(Outcome::status).max().orElse(0);
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
      System.out.printf("%-11s %s%n", scenario.name(), scenario.title());
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

  /// What became of a demonstration.
  private sealed interface Outcome {
    Scenario scenario();

    /// The exit status that it deserves.
    int status();

    record Kept(Scenario scenario) implements Outcome {
      @Override
      public int status() {
        return 0;
      }
    }

    record Broken(Scenario scenario) implements Outcome {
      @Override
      public int status() {
        return 1;
      }
    }

    /// This machine lacks something for it.
    record NotShown(Scenario scenario, String why) implements Outcome {
      @Override
      public int status() {
        return Main.LACKS_SOMETHING;
      }
    }

    record Interrupted(Scenario scenario, int status) implements Outcome {}
  }

  private Outcome inTerminal(Scenario scenario) {
    Optional<String> obstacle = scenario.isWithoutPython() ? Optional.empty() : pythonObstacle();
    if (obstacle.isPresent()) {
      Main.complain(scenario.name() + " needs Python, and " + obstacle.get());
      return new Outcome.NotShown(scenario, obstacle.get());
    }
    Terminal terminal = talk.terminal();
    terminal.line(Terminal.Tone.PLAIN, scenario.title());
    scenario.story().forEach(sentence -> terminal.line(Terminal.Tone.QUIET, sentence));
    boolean kept = true;
    for (Act act : scenario.acts()) {
      if (!act.title().isEmpty()) {
        terminal.line(Terminal.Tone.PLAIN, scenario.title() + ": " + act.title());
      }
      DemoRun demo;
      try {
        demo = DemoRun.prepare(act, JobStarter.here());
      } catch (JobStarter.Refusal refusal) {
        refusal.lines().forEach(Main::complain);
        return new Outcome.NotShown(scenario, String.join("; ", refusal.lines()));
      }
      int status = new TerminalRun(demo.run(), terminal, talk.verbosity()).toTheEnd();
      if (status > 128) {
        // Whoever interrupts a demonstration does not want it judged.
        return new Outcome.Interrupted(scenario, status);
      }
      kept &= judge(act, demo.witness(), terminal);
    }
    return kept ? new Outcome.Kept(scenario) : new Outcome.Broken(scenario);
  }

  private Optional<String> pythonObstacle() {
    if (programs.isEmpty()) {
      programs = Optional.of(new ProgramChecks(System.getenv()));
    }
    return programs.get().pythonObstacle();
  }

  private void summarise(List<Outcome> outcomes) {
    Terminal terminal = talk.terminal();
    terminal.line(Terminal.Tone.PLAIN, "");
    for (Outcome outcome : outcomes) {
      String line = outcome.scenario().name() + ": " + outcome.scenario().title();
      switch (outcome) {
        case Outcome.Kept _ -> terminal.line(Terminal.Tone.GOOD, mark(true) + " " + line);
        case Outcome.Broken _ ->
            terminal.line(Terminal.Tone.BAD, mark(false) + " " + line + ": see above");
        case Outcome.NotShown(Scenario _, String why) ->
            terminal.line(Terminal.Tone.BAD, "- " + line + ": not shown: " + why);
        case Outcome.Interrupted _ -> {}
      }
    }
  }

  private static boolean judge(Act act, Witness witness, Terminal terminal) {
    boolean allKept = true;
    for (Expectation expectation : act.expectations()) {
      Finding finding = expectation.check(witness);
      allKept &= finding.kept();
      terminal.line(
          finding.kept() ? Terminal.Tone.GOOD : Terminal.Tone.BAD,
          mark(finding.kept()) + " " + expectation.promise());
      terminal.line(Terminal.Tone.PLAIN, "  seen: " + finding.seen());
    }
    return allKept;
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
