package dev.lifeguard.cli;

import dev.lifeguard.demo.Scenario;

/// What became of a demonstration.
sealed interface DemoOutcome {
  /// Which one.
  Scenario scenario();

  /// The exit status that it deserves.
  int status();

  /// Everything that it promises was seen.
  record Kept(Scenario scenario) implements DemoOutcome {
    @Override
    public int status() {
      return 0;
    }
  }

  /// Something was not.
  record Broken(Scenario scenario) implements DemoOutcome {
    @Override
    public int status() {
      return 1;
    }
  }

  /// This machine lacks something for it.
  record NotShown(Scenario scenario, String why) implements DemoOutcome {
    @Override
    public int status() {
      return Main.LACKS_SOMETHING;
    }
  }

  /// A signal ended it.
  record Interrupted(Scenario scenario, int status) implements DemoOutcome {}
}
