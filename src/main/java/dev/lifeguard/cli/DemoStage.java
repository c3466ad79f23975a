package dev.lifeguard.cli;

import dev.lifeguard.cli.RunReporter.Verbosity;
import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Expectation;
import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.demo.Witness;
import dev.lifeguard.probe.ThisSystem;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/// Shows demonstrations in the terminal, and looks whether they keep what they promise. A signal
/// ends what is on the stage, and nothing is begun after it.
final class DemoStage {
  private static final int ENOUGH_SIGNALS = 3;

  /// After that long nobody will say any more what is the matter with a pool.
  private static final int PATIENCE_SECONDS = 60;

  private final Map<String, String> environment;
  private final Terminal terminal;
  private final Verbosity verbosity;
  private final List<DemoAct> onStage = new CopyOnWriteArrayList<>();
  private final List<TerminalRun> told = new ArrayList<>();
  private Optional<Optional<String>> pythonObstacle = Optional.empty();
  private volatile int signal;
  private int signals;

  DemoStage(Map<String, String> environment, Terminal terminal, Verbosity verbosity) {
    this.environment = environment;
    this.terminal = terminal;
    this.verbosity = verbosity;
  }

  /// Shows one demonstration, until it has ended and is judged.
  DemoOutcome show(Scenario scenario) {
    Optional<String> elsewhere = Scenarios.obstacle(scenario, ThisSystem.kind());
    if (elsewhere.isPresent()) {
      Main.complain(scenario.name() + " is not shown here: " + elsewhere.get());
      return new DemoOutcome.NotShown(scenario, elsewhere.get());
    }
    Optional<String> obstacle = scenario.isWithoutPython() ? Optional.empty() : pythonObstacle();
    if (obstacle.isPresent()) {
      Main.complain(scenario.name() + " needs Python, and " + obstacle.get());
      return new DemoOutcome.NotShown(scenario, obstacle.get());
    }
    Interrupts.catchAll(this::interrupted);
    terminal.line(Terminal.Tone.PLAIN, scenario.title());
    scenario.story().forEach(sentence -> terminal.line(Terminal.Tone.QUIET, sentence));
    boolean kept = true;
    try {
      for (List<Act> acts : scenes(scenario)) {
        kept &= show(scenario, acts);
      }
    } catch (JobStarter.Refusal refusal) {
      refusal.lines().forEach(Main::complain);
      return new DemoOutcome.NotShown(scenario, String.join("; ", refusal.lines()));
    } finally {
      clear();
    }
    if (signal != 0) {
      // Whoever interrupts a demonstration does not want it judged.
      return new DemoOutcome.Interrupted(scenario, 128 + signal);
    }
    return kept ? new DemoOutcome.Kept(scenario) : new DemoOutcome.Broken(scenario);
  }

  private Optional<String> pythonObstacle() {
    if (pythonObstacle.isEmpty()) {
      pythonObstacle = Optional.of(ProgramChecks.pythonObstacle(environment));
    }
    return pythonObstacle.get();
  }

  /// The acts that are on the stage together.
  private static List<List<Act>> scenes(Scenario scenario) {
    return switch (scenario.order()) {
      case ONE_BY_ONE -> scenario.acts().stream().map(List::of).toList();
      case SIDE_BY_SIDE -> List.of(scenario.acts());
    };
  }

  private boolean show(Scenario scenario, List<Act> acts) throws JobStarter.Refusal {
    if (signal != 0) {
      return false;
    }
    if (acts.size() == 1 && !acts.getFirst().title().isEmpty()) {
      heading(scenario, acts.getFirst());
    }
    for (Act act : acts) {
      onStage.add(
          switch (act.stage()) {
            case OWN -> DemoRun.prepare(act, JobStarter.here());
            case FOREIGN -> DemoProgram.prepare(act, environment, DemoRun.temporary());
          });
    }
    onStage.forEach(act -> begin(act, tag(act.act(), acts)));
    told.forEach(TerminalRun::await);
    onStage.forEach(this::await);
    boolean kept = true;
    for (DemoAct act : signal == 0 ? onStage : List.<DemoAct>of()) {
      if (acts.size() > 1) {
        heading(scenario, act.act());
      }
      kept &= judge(act.act(), act.witness());
    }
    onStage.clear();
    told.clear();
    return kept;
  }

  private void heading(Scenario scenario, Act act) {
    terminal.line(Terminal.Tone.PLAIN, scenario.title() + ": " + act.title());
  }

  /// Whose line it is, for those who are on the stage together; empty for one that is alone.
  private static String tag(Act act, List<Act> together) {
    int width = together.stream().mapToInt(it -> it.title().length()).max().orElse(0);
    return together.size() == 1
        ? ""
        : act.title() + " ".repeat(width - act.title().length()) + " | ";
  }

  private void begin(DemoAct act, String tag) {
    Terminal own = tag.isEmpty() ? terminal : terminal.tagged(tag);
    switch (act) {
      case DemoRun demo -> tell(demo, own);
      case DemoProgram program -> {
        if (verbosity != Verbosity.QUIET) {
          program.subscribe(new WatchNews(false, own::line));
        }
        program.begin();
      }
    }
  }

  private void tell(DemoRun demo, Terminal own) {
    TerminalRun telling = new TerminalRun(demo.run(), own, verbosity);
    told.add(telling);
    telling.begin();
    demo.run().start();
    if (signal != 0) {
      demo.run().engine().interrupt(signal);
    }
  }

  /// A program that hangs is on the stage until somebody says so.
  private void await(DemoAct act) {
    if (act instanceof DemoProgram program) {
      program.concluded().copy().completeOnTimeout(null, PATIENCE_SECONDS, TimeUnit.SECONDS).join();
      program.end();
    }
  }

  /// Nothing stays behind when an act was refused or failed.
  private void clear() {
    for (DemoAct act : onStage) {
      act.discard();
      act.finished().join();
    }
    onStage.clear();
    told.clear();
  }

  private synchronized void interrupted(int number) {
    signal = number;
    signals++;
    if (signals == ENOUGH_SIGNALS) {
      Runtime.getRuntime().halt(128 + number);
    }
    for (DemoAct act : onStage) {
      switch (act) {
        case DemoRun demo -> demo.run().engine().interrupt(number);
        case DemoProgram program -> program.close();
      }
    }
  }

  private boolean judge(Act act, Witness witness) {
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

  /// Says in a line each what became of them.
  void summarise(List<DemoOutcome> outcomes) {
    terminal.line(Terminal.Tone.PLAIN, "");
    for (DemoOutcome outcome : outcomes) {
      String line = outcome.scenario().name() + ": " + outcome.scenario().title();
      switch (outcome) {
        case DemoOutcome.Kept _ -> terminal.line(Terminal.Tone.GOOD, mark(true) + " " + line);
        case DemoOutcome.Broken _ ->
            terminal.line(Terminal.Tone.BAD, mark(false) + " " + line + ": see above");
        case DemoOutcome.NotShown(Scenario _, String why) ->
            terminal.line(Terminal.Tone.BAD, "- " + line + ": not shown: " + why);
        case DemoOutcome.Interrupted _ -> {}
      }
    }
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
