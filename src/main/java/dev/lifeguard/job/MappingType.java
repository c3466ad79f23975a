package dev.lifeguard.job;

/// What an area of memory is for.
public enum MappingType {
  /// Memory of the process's own that no file is behind: what large allocations and the heaps of
  /// most runtimes consist of.
  PRIVATE_ANONYMOUS,
  /// What the C library's allocator has got from the kernel piece by piece (`[heap]`).
  HEAP,
  /// The stacks of threads, as far as they can be told.
  THREAD_STACKS,
  /// Programs, libraries and other files.
  FILES,
  /// Memory that several processes can write to: charged once, however many have it.
  SHARED_MEMORY,
  /// Set aside without a promise (`MAP_NORESERVE`): becomes memory when touched, if there is some.
  NO_RESERVE,
  /// Set aside and not accessible (`PROT_NONE`): guard pages, and what a runtime may use later.
  NO_ACCESS,
  /// What the kernel itself puts there.
  KERNEL
}
