package dev.lifeguard.probe.linux;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import dev.lifeguard.job.ExitStatus;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A program that has our three streams and, if they are a terminal, the terminal itself: it leads
/// a process group of its own, which is the one that Ctrl-C and Ctrl-Z reach. What a shell does for
/// its jobs is done here for one: when the program is stopped, so are we, and when we go on, so
/// does it (tcsetpgrp(3), "Implementing a Job Control Shell" of the C library's manual).
///
/// Belongs to one thread, except for [#signal].
public final class ForegroundProgram {
  private static final long TIOCGPGRP = 0x540f;
  private static final long TIOCSPGRP = 0x5410;
  private static final int P_PID = 1;
  private static final int WSTOPPED = 2;
  private static final int WEXITED = 4;
  private static final int WNOWAIT = 0x01000000;
  private static final int CLD_EXITED = 1;
  private static final int CLD_KILLED = 2;
  private static final int CLD_DUMPED = 3;
  private static final int CLD_STOPPED = 5;
  private static final int SIGSTOP = 19;
  private static final int SIGCONT = 18;
  // POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP.
  private static final int FIRST_TO_CLOSE = 3;
  // SIGHUP, SIGINT, SIGQUIT: what `nohup` and a script's `&` have ignored stays ignored.
  private static final long KEEP_IGNORED = 1L | 1L << 1 | 1L << 2;

  private final LinuxSys sys;
  private final int pid;
  private final boolean terminal;
  private final long ownGroup;
  private final NativeCalls calls = new NativeCalls();

  private ForegroundProgram(LinuxSys sys, int pid, boolean terminal, long ownGroup) {
    this.sys = sys;
    this.pid = pid;
    this.terminal = terminal;
    this.ownGroup = ownGroup;
  }

  /// What came of starting it.
  public sealed interface Start {
    /// It runs.
    record Running(ForegroundProgram program) implements Start {}

    /// It could not be started.
    ///
    /// @param errno the error number
    record Failed(int errno) implements Start {}
  }

  /// Starts a program with our streams, environment and directory.
  ///
  /// @param arguments with the program's own name first
  public static Start start(
      LinuxSys sys, Path file, List<String> arguments, List<byte[]> environment) {
    long foreground = foregroundGroup();
    boolean terminal = foreground > 0 && foreground == ownGroup();
    if (terminal) {
      sys.ignoreTerminalStops();
    }
    int pid = spawn(file, arguments, environment, terminal);
    if (pid < 0) {
      return new Start.Failed(-pid);
    }
    ForegroundProgram program = new ForegroundProgram(sys, pid, terminal, foreground);
    program.giveTerminalTo(pid);
    return new Start.Running(program);
  }

  private static int spawn(
      Path file, List<String> arguments, List<byte[]> environment, boolean terminal) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment actions = arena.allocate(PosixSpawn.ACTIONS_BYTES, 16);
      MemorySegment attributes = arena.allocate(PosixSpawn.ATTRIBUTES_BYTES, 16);
      PosixSpawn.fill(PosixSpawn.Calls.ACTIONS_INIT, actions);
      PosixSpawn.fill(PosixSpawn.Calls.ATTRIBUTES_INIT, attributes);
      try {
        PosixSpawn.setAttributes(attributes, arena, true, ignoredAtStart() & KEEP_IGNORED);
        if (terminal && Calls.TAKE_TERMINAL.isPresent()) {
          // In the child, before the program runs: else it could read the terminal too early.
          PosixSpawn.fill(Calls.TAKE_TERMINAL.get(), actions, 0);
        }
        PosixSpawn.fill(PosixSpawn.Calls.CLOSE_FROM.orElseThrow(), actions, FIRST_TO_CLOSE);
        return PosixSpawn.run(
            arena,
            file,
            actions,
            attributes,
            arguments.stream().map(PosixSpawn::utf8).toList(),
            PosixSpawn.strings(arena, environment));
      } finally {
        PosixSpawn.fill(PosixSpawn.Calls.ACTIONS_DESTROY, actions);
        PosixSpawn.fill(PosixSpawn.Calls.ATTRIBUTES_DESTROY, attributes);
      }
    } catch (OutOfMemoryError noMemory) {
      return -Errno.ENOMEM;
    }
  }

  /// The signals that this process was started with ignored and still ignores.
  private static long ignoredAtStart() {
    return ProcText.read("/proc/self/status")
        .flatMap(text ->
            text.lines()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> Long.parseUnsignedLong(line.substring(7).strip(), 16))
                .findFirst())
        .orElse(0L);
  }

  private static long ownGroup() {
    return Calls.GETPGRP.answer();
  }

  /// The group that the terminal at standard input belongs to; -1 when that is no terminal of ours.
  private static long foregroundGroup() {
    NativeCalls calls = new NativeCalls();
    int answer = calls.ints(LinuxCalls.IOCTL, 0, TIOCGPGRP, calls.at());
    return answer < 0 ? -1 : calls.scratchInt(0);
  }

  private void giveTerminalTo(long group) {
    if (terminal) {
      calls.scratch().set(JAVA_INT, 0, (int) group);
      int _ = calls.ints(LinuxCalls.IOCTL, 0, TIOCSPGRP, calls.at());
    }
  }

  /// Its number.
  public long pid() {
    return pid;
  }

  /// Sends a signal to its process group. Any thread.
  public void signal(int signal) {
    sys.forAnotherThread().kill(-pid, signal);
  }

  /// Waits until it has ended, and leaves it a zombie, so that others who watch it can still see
  /// how it ended; [#reap] frees it. When the program is stopped, this whole process stops as well,
  /// and both go on together.
  public ExitStatus await() {
    while (true) {
      waitid(WEXITED | WSTOPPED | WNOWAIT);
      int code = calls.scratchInt(8);
      int status = calls.scratchInt(24);
      switch (code) {
        case CLD_EXITED -> {
          giveTerminalTo(ownGroup);
          return new ExitStatus.Exited(status);
        }
        case CLD_KILLED, CLD_DUMPED -> {
          giveTerminalTo(ownGroup);
          return new ExitStatus.Signalled(status, code == CLD_DUMPED);
        }
        case CLD_STOPPED -> {
          waitid(WSTOPPED);
          followIntoStop();
        }
        default -> throw new IllegalStateException("waitid(2) tells of " + code);
      }
    }
  }

  private void followIntoStop() {
    if (!terminal) {
      return;
    }
    giveTerminalTo(ownGroup);
    sys.kill(ProcessHandle.current().pid(), SIGSTOP);
    // Here somebody has let us go on.
    giveTerminalTo(pid);
    sys.kill(-pid, SIGCONT);
  }

  /// Takes its status, which frees its number.
  public void reap() {
    waitid(WEXITED);
  }

  private void waitid(int options) {
    int answer;
    do {
      calls.clear();
      answer = calls.ints(LinuxCalls.WAITID, P_PID, pid, calls.at(), options);
    } while (answer == -Errno.EINTR);
  }

  private static final class Calls {
    static final CFunction GETPGRP = CFunction.of("getpgrp");
    // glibc 2.35.
    static final Optional<CFunction> TAKE_TERMINAL =
        CFunction.find("posix_spawn_file_actions_addtcsetpgrp_np");

    private Calls() {}
  }
}
