package dev.lifeguard.attach;

import dev.lifeguard.attach.PoolInstrument.Mode;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.TreeProbe;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.LongFunction;

/// What the pools of a launched Python program tell from inside, as events of a job. Where the
/// files are is found in the environment that the program was started with, so that whoever
/// attaches later sees as much as who has launched it. Belongs to the thread of the pool's story.
final class InsidePools {
  /// The variable that names the mode and the directory; see `sitecustomize.py`.
  static final String VARIABLE = "LIFEGUARD_POOLS";

  private final Mode mode;
  private final Path directory;
  private final long originNanos;
  private final TaskNumbers numbers = new TaskNumbers();
  private final Map<Path, Optional<BoardTasks>> boards = new TreeMap<>();
  private Optional<PoolEvent.PoolSeenInside> told = Optional.empty();

  private InsidePools(Mode mode, Path directory, long originNanos) {
    this.mode = mode;
    this.directory = directory;
    this.originNanos = originNanos;
  }

  /// Of a process, by the environment that it or what has started it was started with.
  ///
  /// @param originNanos the monotonic clock at the start of the job
  static Optional<InsidePools> of(
      TreeProbe trees, ProcessIdentity manager, ProcessIdentity root, long originNanos) {
    // A manager that was forked has its parent's; from one that was spawned it was taken away.
    return trees
        .variableOf(manager, VARIABLE)
        .or(() -> trees.variableOf(root, VARIABLE))
        .flatMap(it -> of(it, originNanos));
  }

  /// @param wishes the value of the variable
  /// @param originNanos the monotonic clock at the start of the job
  static Optional<InsidePools> of(String wishes, long originNanos) {
    int colon = wishes.indexOf(':');
    return Mode.of(wishes.substring(0, Math.max(0, colon)))
        .map(mode -> new InsidePools(mode, Path.of(wishes.substring(colon + 1)), originNanos));
  }

  /// Whether a pool of this process tells of its tasks.
  boolean isTold(long manager) {
    return !files(manager).isEmpty();
  }

  /// Whether somebody ends a call that waits for a dead worker.
  boolean rescues() {
    return mode != Mode.SEE;
  }

  /// Whether any pool of the program is seen.
  boolean isSeen() {
    return told.isPresent();
  }

  /// How many tasks were lost for good.
  long forgotten() {
    return seen().stream().mapToLong(BoardTasks::forgotten).sum();
  }

  /// What a process has in its hands.
  Optional<BoardTasks.InHand> inHandOf(long pid) {
    return seen().stream().map(it -> it.inHandOf(pid)).flatMap(Optional::stream).findFirst();
  }

  private List<BoardTasks> seen() {
    return boards.values().stream().flatMap(Optional::stream).toList();
  }

  /// Looks, and tells what has changed.
  ///
  /// @param manager the process whose pools they are
  /// @param workers the living worker that a process is
  void look(
      long manager, long nowNanos, LongFunction<OptionalInt> workers, List<PoolEvent> events) {
    for (Path file : files(manager)) {
      if (boards.getOrDefault(file, Optional.empty()).isEmpty()) {
        boards.put(
            file, PoolBoard.open(file).map(it -> new BoardTasks(it, mode, numbers, originNanos)));
      }
    }
    List<PoolEvent> news = new ArrayList<>();
    long waiting = 0;
    for (BoardTasks board : seen()) {
      waiting += board.look(nowNanos, workers, news);
    }
    if (!seen().isEmpty()) {
      PoolEvent.PoolSeenInside now =
          new PoolEvent.PoolSeenInside(
              nowNanos, rescues(), waiting, seen().stream().mapToLong(BoardTasks::missed).sum());
      if (told.filter(now::saysTheSameAs).isEmpty()) {
        told = Optional.of(now);
        events.add(now);
      }
    }
    events.addAll(news);
  }

  /// The program has ended.
  void end(long nowNanos, List<PoolEvent> events) {
    int left = seen().stream().mapToInt(board -> board.end(nowNanos, events)).sum();
    if (left > 0) {
      events.add(new PoolEvent.QueueAbandoned(nowNanos, left));
    }
    boards.clear();
  }

  private List<Path> files(long manager) {
    List<Path> found = new ArrayList<>();
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(directory, "pool-" + manager + "-*")) {
        all.forEach(found::add);
      } catch (IOException gone) {
        // Whoever has launched the program has just taken it away; what is open stays readable.
        return List.of();
      }
    }
    return found;
  }
}
