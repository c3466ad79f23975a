package dev.lifeguard.job;

import java.util.List;

/// Reads everything about one process, when somebody looks at it. Nothing is read meanwhile, so
/// what is not looked at costs nothing.
///
/// Every look takes from a fraction of a millisecond to about a second, so it is never made on the
/// thread of a window. Any thread, also several at once. A process is named by its identity: a
/// later owner of its number is never shown.
public interface ProcessInspector {
  /// Reads the memory map of a process.
  ///
  /// Reading a map holds the process up, 9 ms for each gigabyte in use. So a map that is asked for
  /// again too soon is the one of before; [MemoryMap#takenAt] says of when it is. The other sizes
  /// are always fresh.
  ///
  /// @param family the other processes of its pool, so that memory which was inherited by a fork or
  ///   is shared can be told; may be empty, may contain the process itself and some that have ended
  Look<MemoryDetail> memory(ProcessIdentity process, List<ProcessIdentity> family);

  /// Reads all threads of a process and finds out what they wait for. A thread's share of a
  /// processor is the one since the look before, so the first look has none.
  Look<ThreadsDetail> threads(ProcessIdentity process);

  /// Reads what does not concern memory and threads: command line, user, descriptors, cgroup.
  Look<ProcessDetail> process(ProcessIdentity process);

  /// Reads how much memory the machine has, has promised, and lacks.
  Look<MachineMemory> machine();
}
