package dev.lifeguard.cli;

import dev.lifeguard.probe.linux.EpollEvents;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.probe.linux.PosixSpawn;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A program in a session of its own, so that no key of a terminal reaches it, which does not
/// outlive Lifeguard: a small shell kills its process group at the end of a pipe that only we hold.
/// The program waits for a word before it begins, so there is no moment without that guard.
final class GuardedProgram {
  private static final String PROGRAM = "read -r _ <&3 && exec \"$@\" </dev/null 3<&-";
  private static final String GUARD = "read -r _; kill -s KILL -- \"-$1\"";
  private static final int PATIENCE_MILLIS = 5_000;

  private final LinuxSys sys;
  private final int pid;
  private final int program;
  private final int guard;
  private final int pipe;
  private final Runnable afterwards;
  private int word;
  private boolean cleared;

  private GuardedProgram(
      LinuxSys sys, int pid, int guard, int word, int pipe, Runnable afterwards) {
    this.sys = sys;
    this.pid = pid;
    this.program = sys.pidfdOpen(pid);
    this.guard = sys.pidfdOpen(guard);
    this.word = word;
    this.pipe = pipe;
    this.afterwards = afterwards;
  }

  /// Prepares a program, which begins with [#begin]. What it prints goes nowhere.
  ///
  /// @param words the program, found as a shell finds it, and its arguments
  /// @param afterwards done when nothing is left of it
  /// @return empty where this system has no means for it
  static Optional<GuardedProgram> prepare(
      List<String> words, Map<String, String> environment, Path directory, Runnable afterwards) {
    Optional<LinuxSys> sys = LinuxSys.open().filter(_ -> PosixSpawn.isAvailable());
    return sys.flatMap(it -> prepare(it, words, bytes(environment), directory, afterwards));
  }

  private static List<byte[]> bytes(Map<String, String> environment) {
    return environment.entrySet().stream()
        .map(entry -> (entry.getKey() + "=" + entry.getValue()).getBytes(StandardCharsets.UTF_8))
        .toList();
  }

  private static Optional<GuardedProgram> prepare(
      LinuxSys sys,
      List<String> words,
      List<byte[]> environment,
      Path directory,
      Runnable afterwards) {
    int output = sys.memoryFile();
    int[] word = {-1, -1};
    int[] life = {-1, -1};
    try {
      if (output < 0 || sys.pipe(word) < 0 || sys.pipe(life) < 0) {
        return Optional.empty();
      }
      List<Integer> descriptors = List.of(output, output, output, word[0]);
      int pid = shell(PROGRAM, words, environment, directory, descriptors);
      String group = Integer.toString(pid);
      int guard =
          pid < 0
              ? pid
              : shell(GUARD, List.of(group), environment, directory, List.of(life[0], output));
      if (guard < 0) {
        return Optional.empty();
      }
      GuardedProgram prepared = new GuardedProgram(sys, pid, guard, word[1], life[1], afterwards);
      word[1] = -1;
      life[1] = -1;
      return Optional.of(prepared);
    } finally {
      for (int fd : new int[] {output, word[0], word[1], life[0], life[1]}) {
        if (fd >= 0) {
          sys.close(fd);
        }
      }
    }
  }

  private static int shell(
      String script,
      List<String> words,
      List<byte[]> environment,
      Path directory,
      List<Integer> descriptors) {
    List<String> line = new ArrayList<>(List.of("sh", "-c", script, "lifeguard-demo"));
    line.addAll(words);
    return PosixSpawn.spawn(
        new PosixSpawn.Order(Path.of("/bin/sh"), line, environment, directory, descriptors));
  }

  /// It begins. Does nothing the second time, nor when everything is over.
  synchronized void begin() {
    if (word >= 0) {
      try (Arena arena = Arena.ofConfined()) {
        sys.write(word, arena.allocateFrom(ValueLayout.JAVA_BYTE, (byte) '\n'), 1);
      }
      closeWord();
    }
  }

  private void closeWord() {
    if (word >= 0) {
      sys.close(word);
    }
    word = -1;
  }

  /// Its process.
  long pid() {
    return pid;
  }

  /// Kills what is left of it, and takes away every trace. The number of its process group stays
  /// its own until the guard has done so. Does nothing the second time.
  synchronized void clear() {
    if (cleared) {
      return;
    }
    cleared = true;
    closeWord();
    sys.close(pipe);
    for (int child : new int[] {guard, program}) {
      await(child);
      sys.reap(child);
      sys.close(child);
    }
    afterwards.run();
  }

  /// Until it has ended.
  private void await(int child) {
    int epoll = sys.epollCreate();
    try (Arena arena = Arena.ofConfined()) {
      sys.epollAdd(epoll, child, LinuxSys.READABLE, 0);
      sys.epollWait(epoll, new EpollEvents(arena, 1), PATIENCE_MILLIS);
    }
    sys.close(epoll);
  }
}
