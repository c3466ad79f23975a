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

/// Where workers' processes are started: in a cgroup of the worker's own where the job has such,
/// and under its memory limit. Any thread may kill and remove; only the spawning thread starts.
final class Rooms {
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

  /// Starts a process of a worker in its room, which is made if it is not there.
  ///
  /// @return the process number, or the negated error number
  /// @throws IOException with a sentence for the user, when it cannot be limited; nothing runs then
  int spawn(LinuxSys sys, int worker, PosixSpawn.Order order) throws IOException {
    return switch (hold) {
      case WorkerSettings.MemoryHold.None _ -> PosixSpawn.spawn(order);
      case WorkerSettings.MemoryHold.JobObject _ ->
          throw new IllegalStateException("a job object holds workers of the portable port only");
      case WorkerSettings.MemoryHold.DataLimit(long bytes) -> spawnLimited(sys, order, bytes);
      case WorkerSettings.MemoryHold.OwnCgroup(WorkerCgroups cgroups) ->
          spawnInside(sys, cgroups.prepare(worker), order);
    };
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
  private static int spawnLimited(LinuxSys sys, PosixSpawn.Order order, long bytes)
      throws IOException {
    int pid = PosixSpawn.spawn(order);
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

  private static int spawnInside(LinuxSys sys, WorkerCgroups.Room room, PosixSpawn.Order order)
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
            yield PosixSpawn.spawn(order);
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
          yield PosixSpawn.spawn(order, cgroup);
        } finally {
          sys.close(cgroup);
        }
      }
      case Entrance.Alone _ -> PosixSpawn.spawn(goingIn(room, order));
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

  private static PosixSpawn.Order goingIn(WorkerCgroups.Room room, PosixSpawn.Order order) {
    List<String> program = new ArrayList<>(order.arguments());
    program.set(0, order.program().toString());
    return new PosixSpawn.Order(
        Path.of(SHELL),
        through(GO_IN, room.processesFile().toString(), program),
        order.environment(),
        order.directory(),
        order.descriptors());
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

  /// Kills everything in a worker's room.
  ///
  /// @return how many processes there were
  int kill(int worker) {
    return cgroups().map(all -> all.kill(worker)).orElse(0);
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
