package dev.lifeguard.cli;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Witness;
import java.util.concurrent.CompletableFuture;

/// One act of a demonstration, with who watches it. Its files lie in a temporary directory that
/// goes when it is over.
sealed interface DemoAct permits DemoRun, DemoProgram {
  /// What is shown.
  Act act();

  /// Who sees all of it, and makes the trouble.
  Witness witness();

  /// Completes when it is over and nothing of it is left.
  CompletableFuture<?> finished();

  /// Gives it up before anybody has seen it.
  void discard();
}
