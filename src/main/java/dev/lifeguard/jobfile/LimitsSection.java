package dev.lifeguard.jobfile;

import dev.lifeguard.pool.PoolPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads the section `limits`: what a worker may use, and for how long.
final class LimitsSection {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final int MOST_TASKS = 1_000_000_000;

  private LimitsSection() {}

  /// The limits.
  ///
  /// @param kind what the workers are, when that is clear
  static JobFile.Limits parse(Section limits, Optional<KindKeys> kind) {
    long message = limits.parsed("message", "64MiB", Sizes::parse).orElse(64 * MIB);
    if (message < MIB || message > GIB) {
      limits.refuse("message", Sizes.text(message) + " is out of range; write 1MiB to 1GiB");
    }
    OptionalLong task = time(limits, "task-timeout", "10m");
    OptionalLong memory = size(limits, "memory");
    return new JobFile.Limits(
        message,
        task,
        soft(limits, task, kind),
        hang(limits),
        memory,
        recycle(limits, memory, kind));
  }

  private static OptionalLong soft(Section limits, OptionalLong task, Optional<KindKeys> kind) {
    OptionalLong soft = time(limits, "soft-timeout", "8m");
    if (soft.isPresent() && kind.isPresent() && kind.get() != KindKeys.PYTHON) {
      limits.refuse(
          "soft-timeout",
          "goes with python, not with " + kind.get().key() + "; take it out, or use task-timeout");
    } else if (soft.isPresent() && soft.getAsLong() >= task.orElse(Long.MAX_VALUE)) {
      limits.refuse(
          "soft-timeout",
          "%s is not below task-timeout, %s; write a shorter one"
              .formatted(time(soft.getAsLong()), time(task.getAsLong())));
      return OptionalLong.empty();
    }
    return soft;
  }

  private static PoolPolicy.Hang hang(Section limits) {
    OptionalLong after =
        limits.has("hang-after")
            ? time(limits, "hang-after", "60s")
            : PoolPolicy.Hang.DEFAULT.afterNanos();
    boolean kill = limits.choice("on-hang", List.of("report", "kill")).equals(Optional.of("kill"));
    return new PoolPolicy.Hang(after, kill);
  }

  private static PoolPolicy.Recycle recycle(
      Section limits, OptionalLong memory, Optional<KindKeys> kind) {
    OptionalLong bytes = size(limits, "recycle-memory");
    if (bytes.isPresent() && bytes.getAsLong() >= memory.orElse(Long.MAX_VALUE)) {
      limits.refuse(
          "recycle-memory",
          "%s is not below memory, %s; write less"
              .formatted(Sizes.text(bytes.getAsLong()), Sizes.text(memory.getAsLong())));
    }
    OptionalInt tasks =
        limits.none("recycle-tasks")
            ? OptionalInt.empty()
            : limits.number("recycle-tasks", 1, MOST_TASKS);
    if (kind.equals(Optional.of(KindKeys.COMMAND))) {
      refuseRecycling(limits, "recycle-memory", bytes.isPresent());
      refuseRecycling(limits, "recycle-tasks", tasks.isPresent());
    }
    return new PoolPolicy.Recycle(tasks, bytes);
  }

  private static void refuseRecycling(Section limits, String key, boolean wanted) {
    if (wanted) {
      limits.refuse(key, "every task of a command has a process of its own; take it out");
    }
  }

  private static OptionalLong time(Section limits, String key, String example) {
    return limits.none(key)
        ? OptionalLong.empty()
        : optional(limits.parsed(key, example, LimitsSection::positive));
  }

  private static OptionalLong size(Section limits, String key) {
    return limits.none(key)
        ? OptionalLong.empty()
        : optional(limits.parsed(key, "2GiB", LimitsSection::enough));
  }

  private static OptionalLong optional(Optional<Long> number) {
    return number.map(OptionalLong::of).orElse(OptionalLong.empty());
  }

  private static long positive(String text) {
    Duration duration = Durations.parse(text);
    if (duration.isZero()) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " leaves a task no time; write a longer one, or none");
    }
    return duration.toNanos();
  }

  private static long enough(String text) {
    long bytes = Sizes.parse(text);
    if (bytes < MIB) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " is too little for any process; write 1MiB or more, or none");
    }
    return bytes;
  }

  private static String time(long nanos) {
    return Durations.text(Duration.ofNanos(nanos));
  }
}
