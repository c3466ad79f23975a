package dev.lifeguard.probe.windows;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

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
      CStruct.named("UNICODE_STRING").shorts("Length", "MaximumLength").longs("Buffer").layout();

  /// Counts of reads and writes (`winnt.h`).
  static final StructLayout IO_COUNTERS =
      CStruct.named("IO_COUNTERS")
          .longs(
              "ReadOperationCount",
              "WriteOperationCount",
              "OtherOperationCount",
              "ReadTransferCount",
              "WriteTransferCount",
              "OtherTransferCount")
          .layout();

  /// Sizes of one process, as part of the next one (`winternl.h`).
  private static final StructLayout VM_COUNTERS =
      CStruct.named("VM_COUNTERS")
          .longs("PeakVirtualSize", "VirtualSize")
          .ints("PageFaultCount")
          .longs(
              "PeakWorkingSetSize",
              "WorkingSetSize",
              "QuotaPeakPagedPoolUsage",
              "QuotaPagedPoolUsage",
              "QuotaPeakNonPagedPoolUsage",
              "QuotaNonPagedPoolUsage",
              "PagefileUsage",
              "PeakPagefileUsage")
          .layout();

  /// One process in the list of all of them (`winternl.h`, where the private working set is the
  /// first of three reserved numbers). Its threads follow it, then its name.
  static final StructLayout SYSTEM_PROCESS_INFORMATION =
      CStruct.named("SYSTEM_PROCESS_INFORMATION")
          .ints("NextEntryOffset", "NumberOfThreads")
          .part("Reserved", MemoryLayout.sequenceLayout(3, JAVA_LONG))
          .longs("CreateTime", "UserTime", "KernelTime")
          .part("ImageName", UNICODE_STRING)
          .ints("BasePriority")
          .longs("UniqueProcessId", "InheritedFromUniqueProcessId")
          .ints("HandleCount", "SessionId")
          .gap(8)
          .part("VirtualMemoryCounters", VM_COUNTERS)
          .longs("PrivatePageCount")
          .part("IoCounters", IO_COUNTERS)
          .layout();

  /// One thread of a process in that list (`winternl.h`, which does not name the times).
  static final StructLayout SYSTEM_THREAD_INFORMATION =
      CStruct.named("SYSTEM_THREAD_INFORMATION")
          .part("Reserved1", MemoryLayout.sequenceLayout(3, JAVA_LONG))
          .ints("Reserved2")
          .longs("StartAddress")
          .part(
              "ClientId",
              CStruct.named("CLIENT_ID").longs("UniqueProcess", "UniqueThread").layout())
          .ints("Priority", "BasePriority", "Reserved3", "ThreadState", "WaitReason")
          .layout();

  /// A range of pages of one kind (`winnt.h`).
  static final StructLayout MEMORY_BASIC_INFORMATION =
      CStruct.named("MEMORY_BASIC_INFORMATION")
          .longs("BaseAddress", "AllocationBase")
          .ints("AllocationProtect")
          .longs("RegionSize")
          .ints("State", "Protect", "Type")
          .layout();

  /// Whether a page is in main memory, asked and answered in the same place (`psapi.h`).
  static final StructLayout PSAPI_WORKING_SET_EX_INFORMATION =
      CStruct.named("PSAPI_WORKING_SET_EX_INFORMATION")
          .longs("VirtualAddress", "VirtualAttributes")
          .layout();

  /// The memory of one process (`psapi.h`).
  static final StructLayout PROCESS_MEMORY_COUNTERS_EX =
      CStruct.named("PROCESS_MEMORY_COUNTERS_EX")
          .ints("cb", "PageFaultCount")
          .longs(
              "PeakWorkingSetSize",
              "WorkingSetSize",
              "QuotaPeakPagedPoolUsage",
              "QuotaPagedPoolUsage",
              "QuotaPeakNonPagedPoolUsage",
              "QuotaNonPagedPoolUsage",
              "PagefileUsage",
              "PeakPagefileUsage",
              "PrivateUsage")
          .layout();

  /// What the machine has and has promised, in pages (`psapi.h`).
  static final StructLayout PERFORMANCE_INFORMATION =
      CStruct.named("PERFORMANCE_INFORMATION")
          .ints("cb")
          .longs(
              "CommitTotal",
              "CommitLimit",
              "CommitPeak",
              "PhysicalTotal",
              "PhysicalAvailable",
              "SystemCache",
              "KernelTotal",
              "KernelPaged",
              "KernelNonpaged",
              "PageSize")
          .ints("HandleCount", "ProcessCount", "ThreadCount")
          .layout();

  /// The limits of a job (`winnt.h`).
  static final StructLayout JOBOBJECT_EXTENDED_LIMIT_INFORMATION =
      CStruct.named("JOBOBJECT_EXTENDED_LIMIT_INFORMATION")
          .part(
              "BasicLimitInformation",
              CStruct.named("JOBOBJECT_BASIC_LIMIT_INFORMATION")
                  .longs("PerProcessUserTimeLimit", "PerJobUserTimeLimit")
                  .ints("LimitFlags")
                  .longs("MinimumWorkingSetSize", "MaximumWorkingSetSize")
                  .ints("ActiveProcessLimit")
                  .longs("Affinity")
                  .ints("PriorityClass", "SchedulingClass")
                  .layout())
          .part("IoInfo", IO_COUNTERS)
          .longs(
              "ProcessMemoryLimit", "JobMemoryLimit", "PeakProcessMemoryUsed", "PeakJobMemoryUsed")
          .layout();

  /// Where a job sends its messages (`winnt.h`).
  static final StructLayout JOBOBJECT_ASSOCIATE_COMPLETION_PORT =
      CStruct.named("JOBOBJECT_ASSOCIATE_COMPLETION_PORT")
          .longs("CompletionKey", "CompletionPort")
          .layout();

  /// What is in a job (`winnt.h`), with the first of its process numbers; the others follow.
  static final StructLayout JOBOBJECT_BASIC_PROCESS_ID_LIST =
      CStruct.named("JOBOBJECT_BASIC_PROCESS_ID_LIST")
          .ints("NumberOfAssignedProcesses", "NumberOfProcessIdsInList")
          .part("ProcessIdList", MemoryLayout.sequenceLayout(1, JAVA_LONG))
          .layout();

  /// Where the environment block of a process is (`winternl.h`).
  static final StructLayout PROCESS_BASIC_INFORMATION =
      CStruct.named("PROCESS_BASIC_INFORMATION")
          .ints("ExitStatus")
          .longs("PebBaseAddress", "AffinityMask")
          .ints("BasePriority")
          .longs("UniqueProcessId", "InheritedFromUniqueProcessId")
          .layout();

  /// What a new process is told (`processthreadsapi.h`), as part of the next one.
  static final StructLayout STARTUPINFOW =
      CStruct.named("STARTUPINFOW")
          .ints("cb")
          .longs("lpReserved", "lpDesktop", "lpTitle")
          .ints(
              "dwX",
              "dwY",
              "dwXSize",
              "dwYSize",
              "dwXCountChars",
              "dwYCountChars",
              "dwFillAttribute",
              "dwFlags")
          .shorts("wShowWindow", "cbReserved2")
          .longs("lpReserved2", "hStdInput", "hStdOutput", "hStdError")
          .layout();

  /// The same with attributes (`winbase.h`).
  static final StructLayout STARTUPINFOEXW =
      CStruct.named("STARTUPINFOEXW")
          .part("StartupInfo", STARTUPINFOW)
          .longs("lpAttributeList")
          .layout();

  /// A new process and its first thread (`processthreadsapi.h`).
  static final StructLayout PROCESS_INFORMATION =
      CStruct.named("PROCESS_INFORMATION")
          .longs("hProcess", "hThread")
          .ints("dwProcessId", "dwThreadId")
          .layout();

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
          PROCESS_BASIC_INFORMATION,
          STARTUPINFOW,
          STARTUPINFOEXW,
          PROCESS_INFORMATION);

  private Structures() {}

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
