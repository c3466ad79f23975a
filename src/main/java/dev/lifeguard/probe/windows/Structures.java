package dev.lifeguard.probe.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.StructLayout;
import java.lang.foreign.ValueLayout;
import java.util.List;

/// The structures that are handed to Windows and back, those of 64-bit Windows, with the names of
/// the C headers. Pure.
///
/// Pointers and handles are longs here, because nothing is ever read through them but by asking the
/// system. Two structures are known by their first part or by some of their members only; the gaps
/// are padding.
final class Structures {
  /// A text with its length in bytes (`ntdef.h`).
  static final StructLayout UNICODE_STRING =
      struct(
          "UNICODE_STRING",
          JAVA_SHORT.withName("Length"),
          JAVA_SHORT.withName("MaximumLength"),
          gap(4),
          JAVA_LONG.withName("Buffer"));

  /// Counts of reads and writes (`winnt.h`).
  static final StructLayout IO_COUNTERS =
      struct(
          "IO_COUNTERS",
          JAVA_LONG.withName("ReadOperationCount"),
          JAVA_LONG.withName("WriteOperationCount"),
          JAVA_LONG.withName("OtherOperationCount"),
          JAVA_LONG.withName("ReadTransferCount"),
          JAVA_LONG.withName("WriteTransferCount"),
          JAVA_LONG.withName("OtherTransferCount"));

  /// Sizes of one process, as part of the next one (`winternl.h`).
  private static final StructLayout VM_COUNTERS =
      struct(
          "VM_COUNTERS",
          JAVA_LONG.withName("PeakVirtualSize"),
          JAVA_LONG.withName("VirtualSize"),
          JAVA_INT.withName("PageFaultCount"),
          gap(4),
          JAVA_LONG.withName("PeakWorkingSetSize"),
          JAVA_LONG.withName("WorkingSetSize"),
          JAVA_LONG.withName("QuotaPeakPagedPoolUsage"),
          JAVA_LONG.withName("QuotaPagedPoolUsage"),
          JAVA_LONG.withName("QuotaPeakNonPagedPoolUsage"),
          JAVA_LONG.withName("QuotaNonPagedPoolUsage"),
          JAVA_LONG.withName("PagefileUsage"),
          JAVA_LONG.withName("PeakPagefileUsage"));

  /// One process in the list of all of them (`winternl.h`, where the private working set is the
  /// first of three reserved numbers). Its threads follow it, then its name.
  static final StructLayout SYSTEM_PROCESS_INFORMATION =
      struct(
          "SYSTEM_PROCESS_INFORMATION",
          JAVA_INT.withName("NextEntryOffset"),
          JAVA_INT.withName("NumberOfThreads"),
          MemoryLayout.sequenceLayout(3, JAVA_LONG).withName("Reserved"),
          JAVA_LONG.withName("CreateTime"),
          JAVA_LONG.withName("UserTime"),
          JAVA_LONG.withName("KernelTime"),
          UNICODE_STRING.withName("ImageName"),
          JAVA_INT.withName("BasePriority"),
          gap(4),
          JAVA_LONG.withName("UniqueProcessId"),
          JAVA_LONG.withName("InheritedFromUniqueProcessId"),
          JAVA_INT.withName("HandleCount"),
          JAVA_INT.withName("SessionId"),
          gap(8),
          VM_COUNTERS.withName("VirtualMemoryCounters"),
          JAVA_LONG.withName("PrivatePageCount"),
          IO_COUNTERS.withName("IoCounters"));

  /// One thread of a process in that list (`winternl.h`, which does not name the times).
  static final StructLayout SYSTEM_THREAD_INFORMATION =
      struct(
          "SYSTEM_THREAD_INFORMATION",
          MemoryLayout.sequenceLayout(3, JAVA_LONG).withName("Reserved1"),
          JAVA_INT.withName("Reserved2"),
          gap(4),
          JAVA_LONG.withName("StartAddress"),
          struct(
                  "CLIENT_ID",
                  JAVA_LONG.withName("UniqueProcess"),
                  JAVA_LONG.withName("UniqueThread"))
              .withName("ClientId"),
          JAVA_INT.withName("Priority"),
          JAVA_INT.withName("BasePriority"),
          JAVA_INT.withName("Reserved3"),
          JAVA_INT.withName("ThreadState"),
          JAVA_INT.withName("WaitReason"),
          gap(4));

  /// A range of pages of one kind (`winnt.h`).
  static final StructLayout MEMORY_BASIC_INFORMATION =
      struct(
          "MEMORY_BASIC_INFORMATION",
          JAVA_LONG.withName("BaseAddress"),
          JAVA_LONG.withName("AllocationBase"),
          JAVA_INT.withName("AllocationProtect"),
          gap(4),
          JAVA_LONG.withName("RegionSize"),
          JAVA_INT.withName("State"),
          JAVA_INT.withName("Protect"),
          JAVA_INT.withName("Type"),
          gap(4));

  /// Whether a page is in main memory, asked and answered in the same place (`psapi.h`).
  static final StructLayout PSAPI_WORKING_SET_EX_INFORMATION =
      struct(
          "PSAPI_WORKING_SET_EX_INFORMATION",
          JAVA_LONG.withName("VirtualAddress"),
          JAVA_LONG.withName("VirtualAttributes"));

  /// The memory of one process (`psapi.h`).
  static final StructLayout PROCESS_MEMORY_COUNTERS_EX =
      struct(
          "PROCESS_MEMORY_COUNTERS_EX",
          JAVA_INT.withName("cb"),
          JAVA_INT.withName("PageFaultCount"),
          JAVA_LONG.withName("PeakWorkingSetSize"),
          JAVA_LONG.withName("WorkingSetSize"),
          JAVA_LONG.withName("QuotaPeakPagedPoolUsage"),
          JAVA_LONG.withName("QuotaPagedPoolUsage"),
          JAVA_LONG.withName("QuotaPeakNonPagedPoolUsage"),
          JAVA_LONG.withName("QuotaNonPagedPoolUsage"),
          JAVA_LONG.withName("PagefileUsage"),
          JAVA_LONG.withName("PeakPagefileUsage"),
          JAVA_LONG.withName("PrivateUsage"));

  /// What the machine has and has promised, in pages (`psapi.h`).
  static final StructLayout PERFORMANCE_INFORMATION =
      struct(
          "PERFORMANCE_INFORMATION",
          JAVA_INT.withName("cb"),
          gap(4),
          JAVA_LONG.withName("CommitTotal"),
          JAVA_LONG.withName("CommitLimit"),
          JAVA_LONG.withName("CommitPeak"),
          JAVA_LONG.withName("PhysicalTotal"),
          JAVA_LONG.withName("PhysicalAvailable"),
          JAVA_LONG.withName("SystemCache"),
          JAVA_LONG.withName("KernelTotal"),
          JAVA_LONG.withName("KernelPaged"),
          JAVA_LONG.withName("KernelNonpaged"),
          JAVA_LONG.withName("PageSize"),
          JAVA_INT.withName("HandleCount"),
          JAVA_INT.withName("ProcessCount"),
          JAVA_INT.withName("ThreadCount"),
          gap(4));

  /// The limits of a job (`winnt.h`).
  static final StructLayout JOBOBJECT_EXTENDED_LIMIT_INFORMATION =
      struct(
          "JOBOBJECT_EXTENDED_LIMIT_INFORMATION",
          struct(
                  "JOBOBJECT_BASIC_LIMIT_INFORMATION",
                  JAVA_LONG.withName("PerProcessUserTimeLimit"),
                  JAVA_LONG.withName("PerJobUserTimeLimit"),
                  JAVA_INT.withName("LimitFlags"),
                  gap(4),
                  JAVA_LONG.withName("MinimumWorkingSetSize"),
                  JAVA_LONG.withName("MaximumWorkingSetSize"),
                  JAVA_INT.withName("ActiveProcessLimit"),
                  gap(4),
                  JAVA_LONG.withName("Affinity"),
                  JAVA_INT.withName("PriorityClass"),
                  JAVA_INT.withName("SchedulingClass"))
              .withName("BasicLimitInformation"),
          IO_COUNTERS.withName("IoInfo"),
          JAVA_LONG.withName("ProcessMemoryLimit"),
          JAVA_LONG.withName("JobMemoryLimit"),
          JAVA_LONG.withName("PeakProcessMemoryUsed"),
          JAVA_LONG.withName("PeakJobMemoryUsed"));

  /// Where a job sends its messages (`winnt.h`).
  static final StructLayout JOBOBJECT_ASSOCIATE_COMPLETION_PORT =
      struct(
          "JOBOBJECT_ASSOCIATE_COMPLETION_PORT",
          JAVA_LONG.withName("CompletionKey"),
          JAVA_LONG.withName("CompletionPort"));

  /// What is in a job (`winnt.h`), with the first of its process numbers; the others follow.
  static final StructLayout JOBOBJECT_BASIC_PROCESS_ID_LIST =
      struct(
          "JOBOBJECT_BASIC_PROCESS_ID_LIST",
          JAVA_INT.withName("NumberOfAssignedProcesses"),
          JAVA_INT.withName("NumberOfProcessIdsInList"),
          MemoryLayout.sequenceLayout(1, JAVA_LONG).withName("ProcessIdList"));

  /// Where the environment block of a process is (`winternl.h`).
  static final StructLayout PROCESS_BASIC_INFORMATION =
      struct(
          "PROCESS_BASIC_INFORMATION",
          JAVA_INT.withName("ExitStatus"),
          gap(4),
          JAVA_LONG.withName("PebBaseAddress"),
          JAVA_LONG.withName("AffinityMask"),
          JAVA_INT.withName("BasePriority"),
          gap(4),
          JAVA_LONG.withName("UniqueProcessId"),
          JAVA_LONG.withName("InheritedFromUniqueProcessId"));

  /// All of them.
  static final List<StructLayout> ALL =
      List.of(
          UNICODE_STRING,
          IO_COUNTERS,
          VM_COUNTERS,
          SYSTEM_PROCESS_INFORMATION,
          SYSTEM_THREAD_INFORMATION,
          MEMORY_BASIC_INFORMATION,
          PSAPI_WORKING_SET_EX_INFORMATION,
          PROCESS_MEMORY_COUNTERS_EX,
          PERFORMANCE_INFORMATION,
          JOBOBJECT_EXTENDED_LIMIT_INFORMATION,
          JOBOBJECT_ASSOCIATE_COMPLETION_PORT,
          JOBOBJECT_BASIC_PROCESS_ID_LIST,
          PROCESS_BASIC_INFORMATION);

  private Structures() {}

  private static StructLayout struct(String name, MemoryLayout... members) {
    return MemoryLayout.structLayout(members).withName(name);
  }

  private static MemoryLayout gap(long bytes) {
    return MemoryLayout.paddingLayout(bytes);
  }

  /// Where a member begins.
  ///
  /// @param path its name, after the names of the structures around it
  static long offset(StructLayout layout, String... path) {
    PathElement[] elements = new PathElement[path.length];
    for (int i = 0; i < path.length; i++) {
      elements[i] = PathElement.groupElement(path[i]);
    }
    return layout.byteOffset(elements);
  }

  /// Reads 64 bits wherever they lie.
  static long longAt(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_LONG_UNALIGNED, offset);
  }

  /// Reads 32 bits wherever they lie.
  static int intAt(MemorySegment memory, long offset) {
    return memory.get(ValueLayout.JAVA_INT_UNALIGNED, offset);
  }

  /// Reads 16 bits without a sign wherever they lie.
  static int shortAt(MemorySegment memory, long offset) {
    return Short.toUnsignedInt(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, offset));
  }

  /// Reads a text of UTF-16 code units.
  static String textAt(MemorySegment memory, long offset, long bytes) {
    byte[] units = memory.asSlice(offset, bytes & ~1L).toArray(JAVA_BYTE);
    return new String(units, java.nio.charset.StandardCharsets.UTF_16LE);
  }
}
