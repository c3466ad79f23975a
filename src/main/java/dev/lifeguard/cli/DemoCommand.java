package dev.lifeguard.cli;

import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.Variables;
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
    DemoStage stage = new DemoStage(Variables.own(), talk.terminal(), talk.verbosity());
    List<DemoOutcome> outcomes = new ArrayList<>();
    for (Scenario scenario : chosen) {
      DemoOutcome outcome = stage.show(scenario);
      outcomes.add(outcome);
      if (outcome instanceof DemoOutcome.Interrupted(Scenario _, int status)) {
        // Whoever interrupts one wants no other.
        return status;
      }
    }
    if (chosen.size() > 1) {
      stage.summarise(outcomes);
    }
    return status(outcomes);
  }

  /// A broken promise weighs more than one that could not be given here.
  private static int status(List<DemoOutcome> outcomes) {
    boolean broken = outcomes.stream().anyMatch(DemoOutcome.Broken.class::isInstance);
    return broken ? 1 : outcomes.stream().mapToInt(DemoOutcome::status).max().orElse(0);
  }

  private static List<Scenario> chosen(String name) throws JobStarter.Refusal {
    if (name.equals("all")) {
      return Scenarios.on(ThisSystem.kind());
    }
    String known =
        String.join(", ", Scenarios.on(ThisSystem.kind()).stream().map(Scenario::name).toList());
    return List.of(
        Scenarios.named(name)
            .orElseThrow(() ->
                new JobStarter.Refusal(
                    List.of("there is no demonstration '" + name + "'; there are: " + known))));
  }

  private static int list() {
    for (Scenario scenario : Scenarios.on(ThisSystem.kind())) {
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
}
