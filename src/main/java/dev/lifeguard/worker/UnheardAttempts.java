package dev.lifeguard.worker;

import java.util.ArrayDeque;

/// The attempts of a [NativeCommandPort] whose output is not waited for yet, in the order of their
/// start. Owned by the supervisor thread.
///
/// Most commands have ended after [#LISTEN_NANOS]: their output is read at their end by the thread
/// of their slot, and no descriptor is watched for them. It is far less than what a person notices,
/// and a command that prints more than the 64 KiB of a pipe waits that long once.
final class UnheardAttempts {
  private static final long LISTEN_NANOS = 10_000_000L;
  private static final int SIGKILL = 9;

  private final ArrayDeque<Unheard> inOrder = new ArrayDeque<>();

  private final NativeIo io;

  UnheardAttempts(NativeIo io) {
    this.io = io;
  }

  /// @param untilNanos when to begin to wait for its output
  private record Unheard(CommandAttempt attempt, long untilNanos) {}

  /// One that has just been started.
  void add(CommandAttempt attempt, long atNanos) {
    inOrder.add(new Unheard(attempt, atNanos + LISTEN_NANOS));
  }

  /// When to call [#listen] next; `Long.MAX_VALUE` for never.
  long untilNanos() {
    forgetEnded();
    return inOrder.isEmpty() ? Long.MAX_VALUE : inOrder.getFirst().untilNanos();
  }

  /// Begins to wait for the output of those that live longer than most.
  void listen(long atNanos) {
    forgetEnded();
    while (!inOrder.isEmpty() && inOrder.getFirst().untilNanos() <= atNanos) {
      CommandAttempt next = inOrder.remove().attempt();
      // Unwatched it would wait for ever with a full pipe.
      if (next.claim() && next.watchOutput(io) < 0) {
        next.signal(io.sys(), SIGKILL);
      }
      forgetEnded();
    }
  }

  private void forgetEnded() {
    while (!inOrder.isEmpty() && inOrder.getFirst().attempt().isTold()) {
      inOrder.remove();
    }
  }
}
