package dev.lifeguard.worker;

import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.probe.WorkerCgroups.Entrance;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where workers' processes are started: in a cgroup of the worker's own where the job has such,
/// and under its memory limit. Any thread; those of one worker are started by one thread.
final class Rooms {
  private static final Logger LOG = LoggerFactory.getLogger(Rooms.class);
  private static final byte[] MYSELF = "0".getBytes(StandardCharsets.US_ASCII);
  private static final String SHELL = "/bin/sh";
  // 125 tells that the program was not even tried.
  private static final String GO_IN = "echo 0 > \"$0\" || exit 125; exec \"$@\"";
  private static final String LIMIT = "ulimit -d \"$0\" || exit 125; exec \"$@\"";

  private final WorkerSettings.MemoryHold hold;
  private final WorkerMark mark = WorkerMark.ofNewJob();

  Rooms(WorkerSettings.MemoryHold hold) {
    this.hold = hold;
  }

  /// No rooms.
  static Rooms none() {
    return new Rooms(new WorkerSettings.MemoryHold.None());
  }

  private Optional<WorkerCgroups> cgroups() {
    return hold instanceof WorkerSettings.MemoryHold.OwnCgroup(WorkerCgroups cgroups)
        ? Optional.of(cgroups)
        : Optional.empty();
  }

  /// The job's cgroup, for whoever cleans up when we are gone; it may not exist yet.
  Optional<Path> directory() {
    return cgroups().map(WorkerCgroups::directory);
  }

  /// Whether everything that a worker starts is found in its room, wherever it has gone.
  boolean hold() {
    return cgroups().isPresent();
  }

  /// What is in the environment of all processes of these workers.
  WorkerMark mark() {
    return mark;
  }

  /// The ways to start one process. Each answers with its number, or the negated error number.
  interface Starter {
    /// Where the thread is.
    int start();

    /// In a cgroup of version 2.
    ///
    /// @param cgroup a descriptor of its directory
    int startIn(int cgroup);

    /// Through another program.
    ///
    /// @param words what comes before the path and the arguments of the process's own program
    int startThrough(List<String> words);
  }

  /// Starts a process of a worker in its room, which is made if it is not there.
  ///
  /// @return the process number, or the negated error number
  /// @throws IOException with a sentence for the user, when it cannot be limited; nothing runs then
  int spawn(LinuxSys sys, int worker, PosixSpawn.Order order) throws IOException {
    return spawn(sys, worker, new OrderStarter(order));
  }

  /// The same by whoever knows how to start it.
  int spawn(LinuxSys sys, int worker, Starter starter) throws IOException {
    return switch (hold) {
      case WorkerSettings.MemoryHold.None _ -> starter.start();
      case WorkerSettings.MemoryHold.JobObject _ ->
          throw new IllegalStateException("a job object holds workers of the portable port only");
      case WorkerSettings.MemoryHold.DataLimit(long bytes) -> spawnLimited(sys, starter, bytes);
      case WorkerSettings.MemoryHold.OwnCgroup(WorkerCgroups cgroups) ->
          spawnInside(sys, cgroups.prepare(worker), starter);
    };
  }

  /// Starts what a persistent worker is.
  private record OrderStarter(PosixSpawn.Order order) implements Starter {
    @Override
    public int start() {
      return PosixSpawn.spawn(order);
    }

    @Override
    public int startIn(int cgroup) {
      return PosixSpawn.spawn(order, cgroup);
    }

    @Override
    public int startThrough(List<String> words) {
      List<String> all = new ArrayList<>(words);
      all.add(order.program().toString());
      all.addAll(order.arguments().subList(1, order.arguments().size()));
      return PosixSpawn.spawn(
          new PosixSpawn.Order(
              Path.of(words.getFirst()),
              all,
              order.environment(),
              order.directory(),
              order.descriptors()));
    }
  }

  /// The file by which a process of a worker goes into its room by itself, if there is one.
  ///
  /// @throws IOException with a sentence for the user, when there cannot be a room
  Optional<Path> doorOf(int worker) throws IOException {
    return hold instanceof WorkerSettings.MemoryHold.OwnCgroup(WorkerCgroups cgroups)
        ? Optional.of(cgroups.prepare(worker).processesFile())
        : Optional.empty();
  }

  /// The limit comes a moment after the start; what the worker is to run comes even later.
  private static int spawnLimited(LinuxSys sys, Starter starter, long bytes) throws IOException {
    int pid = starter.start();
    int error = pid < 0 ? 0 : sys.limitData(pid, bytes);
    if (error < 0) {
      sys.kill(-pid, 9);
      int pidfd = sys.pidfdOpen(pid);
      throw new IOException(
          "the worker's memory could not be limited (error %d of prlimit)".formatted(-error)
              + reaped(sys, pidfd));
    }
    return pid;
  }

  /// The child got SIGKILL and is nobody's worker.
  private static String reaped(LinuxSys sys, int pidfd) {
    if (pidfd >= 0) {
      sys.reap(pidfd);
      sys.close(pidfd);
    }
    return "";
  }

  private static int spawnInside(LinuxSys sys, WorkerCgroups.Room room, Starter starter)
      throws IOException {
    return switch (room.entrance()) {
      case Entrance.Together(Path in, Path out) -> {
        // The way back is opened first: when files run out in the room, this thread would stay
        // there, and be killed with the worker.
        try (FileChannel back = door(out)) {
          try (FileChannel forth = door(in)) {
            go(forth, in);
          }
          try {
            yield starter.start();
          } finally {
            go(back, out);
          }
        }
      }
      case Entrance.Born(Path directory) -> {
        int cgroup = sys.openDirectory(directory.toString());
        if (cgroup < 0) {
          yield cgroup;
        }
        try {
          yield starter.startIn(cgroup);
        } finally {
          sys.close(cgroup);
        }
      }
      case Entrance.Alone _ ->
          starter.startThrough(through(GO_IN, room.processesFile().toString(), List.of()));
    };
  }

  private static FileChannel door(Path tasks) throws IOException {
    try {
      return FileChannel.open(tasks, StandardOpenOption.WRITE);
    } catch (FileSystemException refused) {
      String reason = String.valueOf(refused.getReason());
      throw new IOException(
          reason.startsWith("Too many open files")
              ? "Lifeguard has too many open files (EMFILE); raise `ulimit -n` or run fewer workers"
              : "a cgroup cannot be opened: " + tasks + ": " + reason,
          refused);
    }
  }

  /// This thread goes there. The kernel takes no lock for it, because a thread that moves itself
  /// cannot end or become another program meanwhile.
  private static void go(FileChannel door, Path tasks) throws IOException {
    try {
      door.write(ByteBuffer.wrap(MYSELF));
    } catch (IOException refused) {
      throw new IOException(
          "the kernel refused the way into or out of a cgroup: " + tasks, refused);
    }
  }

  /// The command line that starts a program in its room without native access.
  ///
  /// @throws IOException with a sentence for the user
  List<String> commandLine(int worker, List<String> program) throws IOException {
    return switch (hold) {
      // Its port puts it into its job object.
      case WorkerSettings.MemoryHold.None _, WorkerSettings.MemoryHold.JobObject _ -> program;
      // In kibibytes, rounded down.
      case WorkerSettings.MemoryHold.DataLimit(long bytes) ->
          through(LIMIT, Long.toString(bytes / 1024), program);
      case WorkerSettings.MemoryHold.OwnCgroup(WorkerCgroups cgroups) ->
          through(GO_IN, cgroups.prepare(worker).processesFile().toString(), program);
    };
  }

  private static List<String> through(String script, String word, List<String> program) {
    List<String> words = new ArrayList<>(List.of(SHELL, "-c", script, word));
    words.addAll(program);
    return words;
  }

  /// Kills everything in a worker's room, and says so where there was something.
  void clear(int worker) {
    int killed = cgroups().map(all -> all.kill(worker)).orElse(0);
    if (killed > 0) {
      LOG.info(
          "worker {} left {} behind in its cgroup; killed",
          worker,
          killed == 1 ? "1 process" : killed + " processes");
    }
  }

  /// Takes a worker's room away, with all that is in it.
  void remove(int worker) {
    cgroups().ifPresent(all -> all.remove(worker));
  }

  /// Takes all rooms away.
  void close() {
    cgroups().ifPresent(WorkerCgroups::close);
  }
}
