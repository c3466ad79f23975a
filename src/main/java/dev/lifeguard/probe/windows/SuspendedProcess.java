package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.PROCESS_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.ShortageException;
import java.io.File;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// A process that is there and has not run an instruction yet, with pipes for its three streams.
/// The Java library can start none such. Belongs to one thread; who closes it before it was let go
/// ends it.
///
/// It has no window, is deaf to the Ctrl-C of a console, as all that it starts will be, and
/// inherits its three streams and nothing else.
final class SuspendedProcess implements AutoCloseable {
  // winbase.h
  private static final int SUSPENDED = 0x0000_0004;
  // Its processes do not hear Ctrl-C.
  private static final int NEW_PROCESS_GROUP = 0x0000_0200;
  private static final int UNICODE_ENVIRONMENT = 0x0000_0400;
  private static final int WITH_ATTRIBUTES = 0x0008_0000;
  private static final int NO_WINDOW = 0x0800_0000;
  private static final int FLAGS =
      SUSPENDED | NEW_PROCESS_GROUP | UNICODE_ENVIRONMENT | WITH_ATTRIBUTES | NO_WINDOW;
  private static final int INHERITABLE = 1;
  private static final int FAILED = -1;

  private static final long PROCESS = offset(PROCESS_INFORMATION, "hProcess");
  private static final long THREAD = offset(PROCESS_INFORMATION, "hThread");
  private static final long PID = offset(PROCESS_INFORMATION, "dwProcessId");

  private final Win32 win32;
  private final Handles ours;
  private final Ends ends;
  private long process;
  private long thread;
  private long pid;

  /// Our ends of its streams; the last two may be the same.
  private record Ends(long input, long output, long error) {}

  private SuspendedProcess(Win32 win32, Handles ours, Ends ends) {
    this.win32 = win32;
    this.ours = ours;
    this.ends = ends;
  }

  /// Makes one.
  ///
  /// @param how words, directory, variables, and whether errors go into the output; streams are
  ///   pipes always
  /// @throws IOException with a sentence for the user; a [ShortageException] when it is the
  ///   machine's fault
  static SuspendedProcess create(Win32 win32, ProcessBuilder how) throws IOException {
    String line = ProgramLine.of(how.command());
    String variables = EnvironmentBlock.of(how.environment(), System.getenv());
    Handles ours = new Handles(win32);
    try (Handles theirs = new Handles(win32)) {
      Pipe input = Pipe.open(win32, theirs, ours);
      Pipe output = Pipe.open(win32, ours, theirs);
      Pipe error = how.redirectErrorStream() ? output : Pipe.open(win32, ours, theirs);
      SuspendedProcess made =
          new SuspendedProcess(
              win32, ours, new Ends(input.writer(), output.reader(), error.reader()));
      var streams = new StartupInformation.Streams(input.reader(), output.writer(), error.writer());
      try (StartupInformation information = StartupInformation.of(win32, streams)) {
        // Only now, and closed right afterwards: what the Java library starts at this very moment
        // inherits all that is inheritable.
        theirs.all().forEach(made::makeInheritable);
        made.start(line, variables, Optional.ofNullable(how.directory()), information);
      }
      return made;
    } catch (IOException | RuntimeException refused) {
      ours.close();
      throw refused;
    }
  }

  private void makeInheritable(long handle) {
    win32.call(
        "kernel32",
        "SetHandleInformation",
        number(handle),
        number(INHERITABLE),
        number(INHERITABLE));
  }

  private void start(
      String line, String variables, Optional<File> directory, StartupInformation information)
      throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment made = arena.allocate(PROCESS_INFORMATION);
      Win32.Argument place =
          directory.map(it -> text(arena, it.getPath())).orElseGet(Win32::nothing);
      Win32.Answer answer =
          win32.call(
              "kernel32",
              "CreateProcessW",
              nothing(),
              text(arena, line),
              nothing(),
              nothing(),
              number(1),
              number(FLAGS),
              text(arena, variables),
              place,
              information.pointer(),
              buffer(made));
      if (!answer.isTrue()) {
        throw StartError.of(answer.lastError());
      }
      process = ours.add(made.get(ValueLayout.JAVA_LONG, PROCESS));
      thread = ours.add(made.get(ValueLayout.JAVA_LONG, THREAD));
      pid = Integer.toUnsignedLong(made.get(ValueLayout.JAVA_INT, PID));
    }
  }

  /// A text with a zero character at its end.
  private static Win32.Argument text(Arena arena, String text) {
    return buffer(arena.allocateFrom(text, StandardCharsets.UTF_16LE));
  }

  /// A handle with all rights.
  long handle() {
    return process;
  }

  /// Lets it run. What is left to be closed is the thread's handle only.
  ///
  /// @param waiters tell its end
  /// @throws IOException with a sentence for the user; it has been ended then
  WindowsProcess go(Waiters waiters) throws IOException {
    PipeEnd output = new PipeEnd(win32, ends.output);
    WindowsProcess running =
        new WindowsProcess(
            OpenedProcess.ofOwn(win32, process, pid),
            new PipeEnd(win32, ends.input),
            output,
            ends.error == ends.output ? output : new PipeEnd(win32, ends.error));
    if (!running.isWaitedForBy(waiters)) {
      throw new ShortageException("nobody can wait for the end of one more process");
    }
    List.of(process, ends.input, ends.output, ends.error).forEach(ours::giveUp);
    Win32.Answer answer = win32.call("kernel32", "ResumeThread", number(thread));
    if (answer.low() == FAILED) {
      running.abandon();
      throw StartError.of(answer.lastError());
    }
    return running;
  }

  /// Closes what is left of it, and ends it unless it was let go.
  @Override
  public void close() {
    if (ours.all().contains(process)) {
      win32.call(
          "kernel32", "TerminateProcess", number(process), number(WindowsCode.ENDED_BY_LIFEGUARD));
    }
    ours.close();
  }
}
