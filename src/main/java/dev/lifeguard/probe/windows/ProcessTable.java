package dev.lifeguard.probe.windows;

import static dev.lifeguard.probe.windows.Structures.SYSTEM_PROCESS_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.SYSTEM_THREAD_INFORMATION;
import static dev.lifeguard.probe.windows.Structures.intAt;
import static dev.lifeguard.probe.windows.Structures.longAt;
import static dev.lifeguard.probe.windows.Structures.offset;
import static dev.lifeguard.probe.windows.Structures.shortAt;
import static dev.lifeguard.probe.windows.Structures.textAt;

import dev.lifeguard.job.ProcessIdentity;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/// Reads the list of all processes as the kernel lays it out: a process, its threads, its name, and
/// the distance to the next one. Pure.
///
/// Wine lays the records out without regard for alignment, Windows with it; both are read.
final class ProcessTable {
  private static final long NEXT = offset(SYSTEM_PROCESS_INFORMATION, "NextEntryOffset");
  private static final long THREADS = offset(SYSTEM_PROCESS_INFORMATION, "NumberOfThreads");
  // The first reserved number: phnt's ntexapi.h calls it WorkingSetPrivateSize.
  private static final long PRIVATE_WORKING_SET = offset(SYSTEM_PROCESS_INFORMATION, "Reserved");
  private static final long CREATED = offset(SYSTEM_PROCESS_INFORMATION, "CreateTime");
  private static final long USER_TIME = offset(SYSTEM_PROCESS_INFORMATION, "UserTime");
  private static final long KERNEL_TIME = offset(SYSTEM_PROCESS_INFORMATION, "KernelTime");
  private static final long NAME_BYTES = offset(SYSTEM_PROCESS_INFORMATION, "ImageName", "Length");
  private static final long NAME = offset(SYSTEM_PROCESS_INFORMATION, "ImageName", "Buffer");
  private static final long PID = offset(SYSTEM_PROCESS_INFORMATION, "UniqueProcessId");
  private static final long PARENT =
      offset(SYSTEM_PROCESS_INFORMATION, "InheritedFromUniqueProcessId");
  private static final long HANDLES = offset(SYSTEM_PROCESS_INFORMATION, "HandleCount");
  private static final long VIRTUAL = counter("VirtualSize");
  private static final long WORKING_SET = counter("WorkingSetSize");
  private static final long PEAK_WORKING_SET = counter("PeakWorkingSetSize");
  private static final long PRIVATE = offset(SYSTEM_PROCESS_INFORMATION, "PrivatePageCount");
  private static final long READS = traffic("ReadOperationCount");
  private static final long WRITES = traffic("WriteOperationCount");
  private static final long READ_BYTES = traffic("ReadTransferCount");
  private static final long WRITTEN_BYTES = traffic("WriteTransferCount");

  // When a process was created, as long as Wine has not written it down: its server fills fresh
  // memory with this byte. One that is read then would never be found again.
  private static final long NOT_CREATED = 0x5555_5555_5555_5555L;

  // Three times in the reserved numbers, and how often it ran in the third: phnt's ntexapi.h.
  private static final long THREAD_KERNEL_TIME = offset(SYSTEM_THREAD_INFORMATION, "Reserved1");
  private static final long THREAD_USER_TIME = THREAD_KERNEL_TIME + Long.BYTES;
  private static final long THREAD_CREATED = THREAD_USER_TIME + Long.BYTES;
  private static final long TID = offset(SYSTEM_THREAD_INFORMATION, "ClientId", "UniqueThread");
  private static final long SWITCHES = offset(SYSTEM_THREAD_INFORMATION, "Reserved3");
  private static final long STATE = offset(SYSTEM_THREAD_INFORMATION, "ThreadState");
  private static final long REASON = offset(SYSTEM_THREAD_INFORMATION, "WaitReason");

  private ProcessTable() {}

  private static long counter(String name) {
    return offset(SYSTEM_PROCESS_INFORMATION, "VirtualMemoryCounters", name);
  }

  private static long traffic(String name) {
    return offset(SYSTEM_PROCESS_INFORMATION, "IoCounters", name);
  }

  /// All processes but the idle one, which has the number 0 and is none, and those that are being
  /// made.
  ///
  /// @param bytes what the system has written
  /// @param address where it wrote it
  static List<ProcessRow> parse(MemorySegment bytes, long address) {
    List<ProcessRow> rows = new ArrayList<>();
    long next;
    long at = 0;
    do {
      if (longAt(bytes, at + PID) != 0 && longAt(bytes, at + CREATED) != NOT_CREATED) {
        rows.add(row(bytes, at, address));
      }
      next = Integer.toUnsignedLong(intAt(bytes, at + NEXT));
      at += next;
    } while (next != 0);
    return rows;
  }

  private static ProcessRow row(MemorySegment bytes, long at, long address) {
    long started = FileTime.millis(longAt(bytes, at + CREATED));
    return new ProcessRow(
        new ProcessIdentity(longAt(bytes, at + PID), started, started),
        longAt(bytes, at + PARENT),
        name(bytes, at, address),
        FileTime.nanos(longAt(bytes, at + USER_TIME) + longAt(bytes, at + KERNEL_TIME)),
        new ProcessRow.Sizes(
            longAt(bytes, at + VIRTUAL),
            longAt(bytes, at + WORKING_SET),
            longAt(bytes, at + PEAK_WORKING_SET),
            longAt(bytes, at + PRIVATE),
            longAt(bytes, at + PRIVATE_WORKING_SET)),
        longAt(bytes, at + READS)
            + longAt(bytes, at + WRITES)
            + longAt(bytes, at + READ_BYTES)
            + longAt(bytes, at + WRITTEN_BYTES),
        intAt(bytes, at + HANDLES),
        threads(bytes, at));
  }

  private static String name(MemorySegment bytes, long at, long address) {
    long pointer = longAt(bytes, at + NAME);
    return pointer == 0 ? "" : textAt(bytes, pointer - address, shortAt(bytes, at + NAME_BYTES));
  }

  private static List<ThreadRow> threads(MemorySegment bytes, long process) {
    int count = intAt(bytes, process + THREADS);
    List<ThreadRow> threads = new ArrayList<>(count);
    long at = process + SYSTEM_PROCESS_INFORMATION.byteSize();
    for (int i = 0; i < count; i++, at += SYSTEM_THREAD_INFORMATION.byteSize()) {
      threads.add(
          new ThreadRow(
              longAt(bytes, at + TID),
              FileTime.millis(longAt(bytes, at + THREAD_CREATED)),
              FileTime.nanos(
                  longAt(bytes, at + THREAD_USER_TIME) + longAt(bytes, at + THREAD_KERNEL_TIME)),
              intAt(bytes, at + SWITCHES),
              intAt(bytes, at + STATE),
              intAt(bytes, at + REASON)));
    }
    return threads;
  }
}
