package dev.lifeguard.demo;

import dev.lifeguard.job.ProcessIdentity;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/// Whether nothing is left of a process.
final class Gone {
  private static final int PATIENCE_SECONDS = 5;

  private Gone() {}

  /// Looks, and waits a little: a process that was killed is there for a moment longer, until
  /// somebody has taken note of it.
  static boolean is(ProcessIdentity process) {
    try {
      return ProcessHandle.of(process.pid())
          .map(it -> !it.onExit().orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join().isAlive())
          .orElse(true);
    } catch (CompletionException stillThere) {
      return false;
    }
  }
}
