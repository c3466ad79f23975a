package dev.lifeguard.probe.linux;

import dev.lifeguard.job.MappingType;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/// Tells what areas of memory are for, from what the kernel says of them and of their neighbours.
///
/// The stack of a thread is an ordinary private area. It is known by the stack pointer of the
/// thread, where that may be read; else by the inaccessible guard right below it, which the C
/// library makes one page large and Java some pages.
final class AreaTypes {
  /// The largest guard that is taken for that of a stack. The C library's arenas are followed by
  /// inaccessible areas as well, those of many megabytes.
  private static final long MOST_GUARD_BYTES = 64 * 1024;

  private final long[] stackPointers;
  private final boolean hasThreads;

  /// @param stackPointers those of the threads, as far as they are known
  /// @param threads how many there are
  AreaTypes(Collection<Long> stackPointers, int threads) {
    this.stackPointers = stackPointers.stream().mapToLong(Long::longValue).sorted().toArray();
    hasThreads = threads > 1;
  }

  /// The type of one area.
  ///
  /// @param areas all, by address
  MappingType of(List<SmapsArea> areas, int index) {
    SmapsArea area = areas.get(index);
    String name = area.name();
    if (isOfKernel(name)) {
      return MappingType.KERNEL;
    } else if (name.startsWith("[stack") || (name.isEmpty() && isStack(areas, index))) {
      return MappingType.THREAD_STACKS;
    } else if (!area.isAccessible()) {
      return MappingType.NO_ACCESS;
    } else if (name.equals("[heap]")) {
      return MappingType.HEAP;
    } else if (!area.isPrivate() && isSharedMemory(name)) {
      return MappingType.SHARED_MEMORY;
    } else if (!name.isEmpty() && !name.startsWith("[")) {
      return MappingType.FILES;
    } else if (area.isWritable() && !area.isAccounted() && area.hasFlag("nr")) {
      return MappingType.NO_RESERVE;
    }
    return MappingType.PRIVATE_ANONYMOUS;
  }

  private static boolean isOfKernel(String name) {
    return name.equals("[vdso]")
        || name.startsWith("[vvar")
        || name.equals("[vsyscall]")
        || name.equals("[uprobes]");
  }

  /// Files of the kernel's own memory file system: shared anonymous memory, `shm_open`,
  /// `memfd_create`, System V.
  private static boolean isSharedMemory(String name) {
    return name.isEmpty()
        || name.startsWith("/dev/zero")
        || name.startsWith("/dev/shm/")
        || name.startsWith("/memfd:")
        || name.startsWith("/SYSV")
        || name.startsWith("[anon_shmem:");
  }

  private boolean isStack(List<SmapsArea> areas, int index) {
    SmapsArea area = areas.get(index);
    if (!hasThreads || !area.isPrivate() || !area.isWritable()) {
      return false;
    }
    int at = Arrays.binarySearch(stackPointers, area.start());
    int next = at >= 0 ? at : -at - 1;
    boolean isPointedInto = next < stackPointers.length && stackPointers[next] < area.end();
    return isPointedInto || (index > 0 && isGuardOf(areas.get(index - 1), area));
  }

  private static boolean isGuardOf(SmapsArea guard, SmapsArea area) {
    return guard.end() == area.start()
        && !guard.isAccessible()
        && guard.isPrivate()
        && guard.name().isEmpty()
        && guard.sizeBytes() <= MOST_GUARD_BYTES;
  }
}
