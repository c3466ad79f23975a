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

  /// As in `lifeguard_pools.py`.
  private static final int MOST_RETRIES = 2;

  private final Mode mode;
  private final Path directory;
  private final long originNanos;
  private final TaskNumbers numbers = new TaskNumbers();
  private final Map<Path, Optional<BoardTasks>> boards = new TreeMap<>();
  // Of pools whose files are gone.
  private int left;
  private long missed;
  private long forgotten;
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

  /// How often a task is tried at most.
  int attempts() {
    return mode == Mode.RETRY ? 1 + MOST_RETRIES : 1;
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
    return forgotten + seen().stream().mapToLong(BoardTasks::forgotten).sum();
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
    forget(nowNanos, news);
    long waiting = 0;
    for (BoardTasks board : seen()) {
      waiting += board.look(nowNanos, workers, news);
    }
    if (!seen().isEmpty()) {
      PoolEvent.PoolSeenInside now =
          new PoolEvent.PoolSeenInside(
              nowNanos,
              rescues(),
              waiting,
              missed + seen().stream().mapToLong(BoardTasks::missed).sum());
      if (told.filter(now::saysTheSameAs).isEmpty()) {
        told = Optional.of(now);
        events.add(now);
      }
    }
    events.addAll(news);
  }

  /// A pool that is no more for long has its file deleted; whoever keeps it open keeps it on disk.
  private void forget(long nowNanos, List<PoolEvent> events) {
    boards
        .entrySet()
        .removeIf(each -> {
          boolean gone = !Files.exists(each.getKey()) && Files.isDirectory(directory);
          if (gone && each.getValue().isPresent()) {
            BoardTasks board = each.getValue().get();
            board.look(nowNanos, _ -> OptionalInt.empty(), events);
            left += board.end(nowNanos, events);
            missed += board.missed();
            forgotten += board.forgotten();
          }
          return gone;
        });
  }

  /// The program has ended.
  void end(long nowNanos, List<PoolEvent> events) {
    left += seen().stream().mapToInt(board -> board.end(nowNanos, events)).sum();
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
