package dev.lifeguard.probe.linux;

import dev.lifeguard.probe.WorkerCgroups;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The cgroups of one job's workers: `BASE/lifeguard-…/worker-N`. Any thread; whoever asks what was
/// counted does not wait for others who make and remove.
final class LinuxWorkerCgroups implements WorkerCgroups {
  private static final Logger LOG = LoggerFactory.getLogger(LinuxWorkerCgroups.class);

  private static final long MARK_NANOS = 1_000_000_000L;
  // Evidence is asked for at once; those whose death is no incident are never asked about.
  private static final int MOST_REMEMBERED = 4096;

  private final CgroupTree tree;
  private final CgroupPlace place;
  private final Path directory;
  private final OptionalLong limitBytes;
  private final LongSupplier clock;
  private final CgroupKill kill;
  private final Map<Integer, Cell> cells = new ConcurrentHashMap<>();
  private final List<Path> stubborn = new ArrayList<>();
  private boolean made;
  private long markedNanos = -MARK_NANOS;
  private final Map<Integer, Past> past =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Integer, Past> eldest) {
              return size() > MOST_REMEMBERED;
            }
          });

  private record Cell(Room room, Path directory, KillHistory history) {}

  /// What a cgroup's counters said before it was taken away.
  private record Past(CgroupCounts counts, KillHistory history) {}

  LinuxWorkerCgroups(
      CgroupTree tree,
      CgroupPlace place,
      CgroupName name,
      OptionalLong limitBytes,
      LongSupplier clock) {
    this.tree = tree;
    this.place = place;
    this.directory = place.base().resolve(name.text());
    this.limitBytes = limitBytes;
    this.clock = clock;
    this.kill = new CgroupKill(tree);
  }

  @Override
  public Path directory() {
    return directory;
  }

  @Override
  public synchronized Room prepare(int worker) throws IOException {
    Cell known = cells.get(worker);
    Cell cell = known == null ? make(worker) : known;
    cell.history.started(clock.getAsLong(), kills(cell));
    return cell.room;
  }

  private long kills(Cell cell) {
    return CgroupCounts.kills(tree, place.version(), cell.directory);
  }

  private Cell make(int worker) throws IOException {
    Path its = directory.resolve("worker-" + worker);
    try {
      makeJob();
      tree.make(its);
      limit(its);
    } catch (IOException refused) {
      boolean _ = tree.remove(its);
      throw new IOException(
          "the kernel refused a cgroup for the worker (%s: %s)"
              .formatted(its, CgroupTree.reason(refused)),
          refused);
    }
    Cell cell = new Cell(room(its), its, new KillHistory());
    cells.put(worker, cell);
    return cell;
  }

  private void makeJob() throws IOException {
    if (made) {
      return;
    }
    tree.make(directory);
    made = true;
    Path control = directory.resolve("cgroup.subtree_control");
    if (place.version() == CgroupVersion.V2) {
      try {
        tree.write(control, "+memory");
      } catch (IOException refused) {
        // Without a limit the cgroups still serve to kill by.
        if (limitBytes.isPresent()) {
          throw refused;
        }
      }
    }
  }

  private void limit(Path its) throws IOException {
    if (limitBytes.isEmpty()) {
      return;
    }
    String bytes = Long.toString(limitBytes.getAsLong());
    switch (place.version()) {
      case V1 -> {
        tree.write(its.resolve("memory.limit_in_bytes"), bytes);
        // Without accounting of swap there is no such file; then what is over the limit must not be
        // swapped out instead.
        if (!writeIfThere(its.resolve("memory.memsw.limit_in_bytes"), bytes)) {
          writeIfThere(its.resolve("memory.swappiness"), "0");
        }
      }
      case V2 -> {
        tree.write(its.resolve("memory.max"), bytes);
        writeIfThere(its.resolve("memory.swap.max"), "0");
        // The limit is of a worker and its descendants, so they go together.
        writeIfThere(its.resolve("memory.oom.group"), "1");
      }
    }
  }

  private boolean writeIfThere(Path file, String text) throws IOException {
    if (!tree.exists(file)) {
      return false;
    }
    tree.write(file, text);
    return true;
  }

  private Room room(Path its) {
    String words = place.version().words() + " " + its;
    return switch (place.version()) {
      case V1 -> {
        Path tasks = its.resolve("tasks");
        yield new Room(tasks, new Entrance.Together(tasks, place.own().resolve("tasks")), words);
      }
      case V2 ->
          new Room(
              its.resolve("cgroup.procs"),
              place.born() ? new Entrance.Born(its) : new Entrance.Alone(),
              words);
    };
  }

  @Override
  public int kill(int worker) {
    Cell cell = cells.get(worker);
    return cell == null ? 0 : kill.killAll(cell.directory);
  }

  @Override
  public void remove(int worker) {
    Cell cell = cells.get(worker);
    if (cell == null) {
      return;
    }
    // Kept here before it is taken away, so that evidence can be asked for at any time.
    past.put(worker, new Past(counts(cell.directory), cell.history));
    if (!cells.remove(worker, cell)) {
      return;
    }
    kill.killAll(cell.directory);
    boolean gone = CgroupRemoval.patiently(() -> kill.remove(cell.directory));
    synchronized (this) {
      stubborn.removeIf(kill::remove);
      if (!gone) {
        stubborn.add(cell.directory);
      }
    }
  }

  private CgroupCounts counts(Path its) {
    return CgroupCounts.read(tree, place.version(), its);
  }

  @Override
  public void mark() {
    long now = clock.getAsLong();
    synchronized (this) {
      if (now - markedNanos < MARK_NANOS) {
        return;
      }
      markedNanos = now;
    }
    cells.values().forEach(cell -> cell.history.mark(now, kills(cell)));
  }

  @Override
  public Optional<Account> account(int worker, long diedAtNanos) {
    Cell cell = cells.get(worker);
    Past found = cell == null ? null : new Past(counts(cell.directory), cell.history);
    if (found == null || !Objects.equals(cells.get(worker), cell)) {
      // What was read meanwhile may have been read from nowhere.
      found = past.get(worker);
    }
    if (found == null) {
      return Optional.empty();
    }
    CgroupCounts counts = found.counts;
    return Optional.of(
        new Account(
            counts.limitBytes(),
            counts.peakBytes(),
            found.history.about(diedAtNanos, counts.kills()),
            counts.limitMet(),
            place.version().words()));
  }

  @Override
  public void close() {
    cells.keySet().stream().sorted().toList().forEach(this::remove);
    synchronized (this) {
      if (made) {
        made = !CgroupRemoval.patiently(() -> kill.remove(directory));
        if (made) {
          LOG.warn("{} could not be removed; the next start tries again", directory);
        }
      }
    }
  }
}
