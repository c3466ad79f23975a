package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.TreeSet;

/// How the memory of every worker went: a second fold over the events of a job, for whoever wants
/// to draw it or to hear what is remarkable about it. Kept apart from [JobModel] because the pool
/// needs none of it.
///
/// Belongs to the one thread that folds.
public final class MemoryHistory {
  /// Of so many workers in a row each must have grown.
  private static final int LIVES = 3;

  /// The growth of the others may differ from the middle one by this factor.
  private static final double ALIKE = 3;

  private static final long LEAST_BYTES_PER_TASK = 64 << 10;

  /// What is further off does not need to be told now.
  private static final long SOON_SECONDS = 600;

  private static final long FAST_BYTES_PER_SECOND = 64 << 20;

  private final TreeMap<Integer, WorkerLife> lives = new TreeMap<>();
  private OptionalLong limitBytes = OptionalLong.empty();

  /// Takes up the next event.
  public void apply(PoolEvent event) {
    switch (event) {
      case PoolEvent.JobStarted e -> limitBytes = e.job().memoryLimitBytes();
      case PoolEvent.Sampled e -> sampled(e);
      case PoolEvent.TaskEnded e -> taskEnded(e.worker());
      case PoolEvent.TaskRetried e -> taskEnded(OptionalInt.of(e.worker()));
      case PoolEvent.WorkerEnded e -> ended(e.worker());
      case PoolEvent.WorkerDied e -> ended(e.worker());
      default -> {
        // Tells nothing of memory.
      }
    }
  }

  private void sampled(PoolEvent.Sampled event) {
    TreeSet<Integer> touched = new TreeSet<>();
    for (ProcessReading reading : event.readings()) {
      if (reading.worker() > 0) {
        lives.computeIfAbsent(reading.worker(), _ -> new WorkerLife()).sampled(reading);
        touched.add(reading.worker());
      }
    }
    for (ProcessIdentity gone : event.gone()) {
      lives.values().forEach(life -> life.gone(gone));
    }
    touched.forEach(worker -> {
      WorkerLife life = lives.get(worker);
      if (life != null) {
        life.sampledAt(event.atNanos());
      }
    });
  }

  private void taskEnded(OptionalInt worker) {
    if (worker.isPresent() && lives.containsKey(worker.getAsInt())) {
      lives.computeIfAbsent(worker.getAsInt(), _ -> new WorkerLife()).taskEnded();
    }
  }

  private void ended(int worker) {
    lives.computeIfAbsent(worker, _ -> new WorkerLife()).ended();
  }

  /// The most that a worker may use; empty without a limit.
  public OptionalLong limitBytes() {
    return limitBytes;
  }

  /// How the memory of a worker went; empty before its first sample.
  public Optional<MemorySeries> of(int worker) {
    return Optional.ofNullable(lives.get(worker)).map(WorkerLife::series);
  }

  /// Whether a worker that is alive grows.
  public Optional<Growth> growth(int worker, long nowNanos) {
    return Optional.ofNullable(lives.get(worker))
        .filter(WorkerLife::isAlive)
        .flatMap(life -> Growth.of(life.series().points(), nowNanos, limitBytes));
  }

  /// What is remarkable about one worker.
  public List<MemoryFinding> findings(int worker, long nowNanos) {
    List<MemoryFinding> findings = new ArrayList<>();
    growth(worker, nowNanos)
        .filter(MemoryHistory::isRemarkable)
        .map(growth ->
            new MemoryFinding(
                MemoryFinding.Kind.GROWTH,
                "worker " + worker + " " + growth.words(),
                growth.bytesPerSecond()))
        .ifPresent(findings::add);
    leak().ifPresent(findings::add);
    return findings;
  }

  private static boolean isRemarkable(Growth growth) {
    return growth.secondsToLimit().orElse(Long.MAX_VALUE) <= SOON_SECONDS
        || growth.bytesPerSecond() >= FAST_BYTES_PER_SECOND;
  }

  /// Whether workers grow with every task until they are replaced: all of the last ones, and by
  /// much the same. That recycling hides it is the reason to look across workers.
  public Optional<MemoryFinding> leak() {
    List<Double> growths = new ArrayList<>();
    for (WorkerLife life : lives.descendingMap().values()) {
      if (life.bytesPerTask().isPresent()) {
        growths.add(life.bytesPerTask().getAsDouble());
      }
    }
    if (growths.size() < LIVES) {
      return Optional.empty();
    }
    List<Double> last = growths.subList(0, Math.min(growths.size(), 2 * LIVES));
    List<Double> sorted = last.stream().sorted(Comparator.naturalOrder()).toList();
    double middle = sorted.get(sorted.size() / 2);
    boolean alike =
        sorted.getFirst() >= Math.max(LEAST_BYTES_PER_TASK, middle / ALIKE)
            && sorted.getLast() <= middle * ALIKE;
    return alike
        ? Optional.of(
            new MemoryFinding(
                MemoryFinding.Kind.LEAK,
                "every one of the last %d workers grew by about %s with each task and gave nothing back: this looks like a leak that replacing workers hides"
                    .formatted(last.size(), ByteSize.text((long) middle)),
                (long) middle))
        : Optional.empty();
  }
}
