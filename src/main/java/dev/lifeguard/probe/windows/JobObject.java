package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.JOBOBJECT_ASSOCIATE_COMPLETION_PORT;
import static dev.lifeguard.probe.windows.Structures.JOBOBJECT_BASIC_PROCESS_ID_LIST;
import static dev.lifeguard.probe.windows.Structures.JOBOBJECT_EXTENDED_LIMIT_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Win32.buffer;
import static dev.lifeguard.probe.windows.Win32.nothing;
import static dev.lifeguard.probe.windows.Win32.number;

import dev.lifeguard.probe.ShortageException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// A job object: processes that cannot leave it and end with it. Everything in it is killed when
/// its last handle is closed, which the system does for us however we end. Any thread, until it is
/// closed.
///
/// Nothing may break away from it: a breakaway would be a way out. A job around it, like that of
/// the packaged launcher, holds as well (nested jobs, Windows 8).
final class JobObject implements AutoCloseable {
  // winnt.h
  private static final int EXTENDED_LIMITS = 9;
  private static final int COMPLETION_PORT = 7;
  private static final int PROCESS_IDS = 3;
  private static final int LIMIT_JOB_MEMORY = 0x200;
  // A crash ends the process instead of asking the user in a window.
  private static final int DIE_ON_UNHANDLED_EXCEPTION = 0x400;
  private static final int KILL_ON_CLOSE = 0x2000;
  private static final int ERROR_MORE_DATA = 234;

  private static final long FLAGS =
      offset(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, "BasicLimitInformation", "LimitFlags");
  private static final long MEMORY_LIMIT =
      offset(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, "JobMemoryLimit");
  private static final long PEAK =
      offset(JOBOBJECT_EXTENDED_LIMIT_INFORMATION, "PeakJobMemoryUsed");
  private static final long KEY = offset(JOBOBJECT_ASSOCIATE_COMPLETION_PORT, "CompletionKey");
  private static final long PORT = offset(JOBOBJECT_ASSOCIATE_COMPLETION_PORT, "CompletionPort");
  private static final long COUNT =
      offset(JOBOBJECT_BASIC_PROCESS_ID_LIST, "NumberOfProcessIdsInList");
  private static final long IDS = offset(JOBOBJECT_BASIC_PROCESS_ID_LIST, "ProcessIdList");
  private static final int FEW = 64;
  private static final int MANY = 65_536;

  private final Win32 win32;
  private final long handle;

  private JobObject(Win32 win32, long handle) {
    this.win32 = win32;
    this.handle = handle;
  }

  /// Makes one without members.
  ///
  /// @param limitBytes the most that all processes in it together may have committed; allocations
  ///   beyond it fail
  /// @throws IOException with a sentence for the user
  static JobObject create(Win32 win32, OptionalLong limitBytes) throws IOException {
    Win32.Answer made = win32.call("kernel32", "CreateJobObjectW", nothing(), nothing());
    if (made.value() == 0) {
      throw refused("a job object cannot be made", made);
    }
    JobObject job = new JobObject(win32, made.value());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(JOBOBJECT_EXTENDED_LIMIT_INFORMATION);
      int flags = KILL_ON_CLOSE | DIE_ON_UNHANDLED_EXCEPTION;
      limits.set(
          ValueLayout.JAVA_INT, FLAGS, limitBytes.isPresent() ? flags | LIMIT_JOB_MEMORY : flags);
      limits.set(ValueLayout.JAVA_LONG, MEMORY_LIMIT, limitBytes.orElse(0));
      job.set(EXTENDED_LIMITS, limits, "the limits of a job object cannot be set");
      return job;
    } catch (IOException refused) {
      job.close();
      throw refused;
    }
  }

  private void set(int what, MemorySegment to, String complaint) throws IOException {
    Win32.Answer answer =
        win32.call(
            "kernel32",
            "SetInformationJobObject",
            number(handle),
            number(what),
            buffer(to),
            number(to.byteSize()));
    if (!answer.isTrue()) {
      throw refused(complaint, answer);
    }
  }

  private static IOException refused(String complaint, Win32.Answer answer) {
    return new ShortageException(complaint + " (error " + answer.lastError() + " of Windows)");
  }

  /// Has the job tell what happens in it. Before its first member: the messages about that one
  /// would be lost.
  ///
  /// @param port where to
  /// @param key what the port says that it comes from
  void tell(CompletionPort port, long key) throws IOException {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment association = arena.allocate(JOBOBJECT_ASSOCIATE_COMPLETION_PORT);
      association.set(ValueLayout.JAVA_LONG, KEY, key);
      association.set(ValueLayout.JAVA_LONG, PORT, port.handle());
      set(COMPLETION_PORT, association, "a job object cannot be listened to");
    }
  }

  /// Takes in a process. What it starts from now on is in as well.
  ///
  /// @param process a handle with [OpenedProcess#SET_QUOTA] and [OpenedProcess#TERMINATE]
  /// @throws IOException with a sentence for the user
  void admit(long process) throws IOException {
    Win32.Answer answer =
        win32.call("kernel32", "AssignProcessToJobObject", number(handle), number(process));
    if (!answer.isTrue()) {
      throw refused("a process cannot be put into its job object", answer);
    }
  }

  /// Whether this very process is in it.
  ///
  /// @param process opened with [OpenedProcess#QUERY]; for Windows the limited right is enough, for
  ///   Wine it is not
  boolean holds(OpenedProcess process) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment answer = arena.allocate(ValueLayout.JAVA_INT);
      boolean told =
          win32
              .call(
                  "kernel32",
                  "IsProcessInJob",
                  number(process.handle()),
                  number(handle),
                  buffer(answer))
              .isTrue();
      return told && answer.get(ValueLayout.JAVA_INT, 0) != 0;
    }
  }

  /// Ends everything in it.
  boolean terminate(int exitCode) {
    return win32.call("kernel32", "TerminateJobObject", number(handle), number(exitCode)).isTrue();
  }

  /// The numbers of the processes that are in it now.
  List<Long> pids() {
    List<Long> few = pids(FEW);
    return few.size() < FEW ? few : pids(MANY);
  }

  private List<Long> pids(int most) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment list = arena.allocate(IDS + (long) most * Long.BYTES, 8);
      Win32.Answer answer = query(PROCESS_IDS, list);
      if (!answer.isTrue() && answer.lastError() != ERROR_MORE_DATA) {
        return List.of();
      }
      int count = Math.min(most, list.get(ValueLayout.JAVA_INT, COUNT));
      List<Long> pids = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        pids.add(longAt(list, IDS + (long) i * Long.BYTES));
      }
      return pids;
    }
  }

  /// The most that all in it have had committed at one time; empty when the system does not say.
  OptionalLong peakBytes() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment limits = arena.allocate(JOBOBJECT_EXTENDED_LIMIT_INFORMATION);
      boolean told = query(EXTENDED_LIMITS, limits).isTrue();
      long peak = longAt(limits, PEAK);
      return told && peak > 0 ? OptionalLong.of(peak) : OptionalLong.empty();
    }
  }

  private Win32.Answer query(int what, MemorySegment into) {
    return win32.call(
        "kernel32",
        "QueryInformationJobObject",
        number(handle),
        number(what),
        buffer(into),
        number(into.byteSize()),
        nothing());
  }

  @Override
  public void close() {
    win32.call("kernel32", "CloseHandle", number(handle));
  }
}
