package dev.lifeguard.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The attempts of a [NativeCommandPort] that have exited by themselves while something else still
/// holds their output, each with the time at which that ends. Owned by the supervisor thread.
final class HeldAttempts {
  private final Map<CommandAttempt, Long> untilNanos = new LinkedHashMap<>();

  /// Waits for the output of this one, [CommandAttempt#HOLD_NANOS] from its first exit on.
  void add(CommandAttempt attempt, long atNanos) {
    untilNanos.putIfAbsent(attempt, atNanos + CommandAttempt.HOLD_NANOS);
  }

  void remove(CommandAttempt attempt) {
    untilNanos.remove(attempt);
  }

  /// When to call [#due] next; `Long.MAX_VALUE` for never.
  long untilNanos() {
    long until = Long.MAX_VALUE;
    for (long each : untilNanos.values()) {
      until = Math.min(until, each);
    }
    return until;
  }

  /// Those whose time is over; they stay until they are removed.
  List<CommandAttempt> due(long atNanos) {
    if (untilNanos.isEmpty()) {
      return List.of();
    }
    List<CommandAttempt> due = new ArrayList<>();
    untilNanos.forEach((attempt, until) -> {
      if (until <= atNanos) {
        due.add(attempt);
      }
    });
    return due;
  }
}
