package dev.lifeguard.probe.linux;

import java.util.ArrayList;
import java.util.List;

/// Where the stacks of the threads of a process are, as far as the kernel tells: of threads that
/// sleep, to those who may attach a debugger (proc_pid_syscall(5)).
final class StackPointers {
  private StackPointers() {}

  static List<Long> of(long pid) {
    List<Long> pointers = new ArrayList<>();
    for (long thread : Knot.threads(pid)) {
      ProcText.read("/proc/" + pid + "/task/" + thread + "/syscall")
          .ifPresent(text -> add(text, pointers));
    }
    return pointers;
  }

  /// The last word but one is the stack pointer.
  private static void add(String text, List<Long> pointers) {
    String[] words = text.strip().split(" ", -1);
    String pointer = words.length < 3 ? "" : words[words.length - 2];
    if (pointer.startsWith("0x") && pointer.length() <= 18) {
      pointers.add(Long.parseUnsignedLong(pointer.substring(2), 16));
    }
  }
}
