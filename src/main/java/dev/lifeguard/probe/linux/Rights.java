package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.job.Unreadable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Whose a process is, and why something of it may not be read. Any thread.
final class Rights {
  private static final OptionalLong OWN_USER = effectiveUser("self");

  private static final long NOBODY = -1;

  private Rights() {}

  /// The number of the user of this process.
  static long ownUser() {
    return OWN_USER.orElse(NOBODY);
  }

  /// The effective user of a process; empty when it is gone.
  static Optional<ProcessUser> userOf(long pid) {
    OptionalLong user = effectiveUser(Long.toString(pid));
    return user.isEmpty()
        ? Optional.empty()
        : Optional.of(new ProcessUser(user.getAsLong(), nameOf(user.getAsLong(), pid)));
  }

  private static OptionalLong effectiveUser(String process) {
    return ProcText.read("/proc/" + process + "/status")
        .map(StatusText::effectiveUser)
        .orElse(OptionalLong.empty());
  }

  /// The directory of a process belongs to its user, unless it has changed its rights; asking for
  /// that owner's name reaches every source of names that the C library knows.
  private static String nameOf(long user, long pid) {
    try {
      Path directory = Path.of("/proc/" + pid);
      return Files.getAttribute(directory, "unix:uid").equals((int) user)
          ? Files.getOwner(directory).getName()
          : Long.toString(user);
    } catch (IOException | UnsupportedOperationException _) {
      return Long.toString(user);
    }
  }

  /// Why something of a process that is there may not be read.
  ///
  /// @param what in words: `memory map`
  static Unreadable refusal(String what, long pid) {
    Optional<ProcessUser> user = userOf(pid);
    boolean isOurs =
        user.isPresent() && OWN_USER.isPresent() && user.get().number() == OWN_USER.getAsLong();
    if (user.isPresent() && !isOurs) {
      return new Unreadable(
          what,
          "process " + pid + " belongs to " + user.get().name(),
          user.get().number() == 0
              ? "run Lifeguard as root"
              : "run Lifeguard as " + user.get().name() + " or as root");
    }
    return new Unreadable(
        what,
        "process "
            + pid
            + " does not let itself be looked into: it has changed its rights, or runs in a"
            + " container of its own",
        "run Lifeguard as root");
  }

  /// Why it is not known in which system calls the threads of a process wait: that takes the right
  /// to attach a debugger.
  static Unreadable noTracing(String what, long pid) {
    String scope =
        ProcText.read("/proc/sys/kernel/yama/ptrace_scope").map(String::strip).orElse("0");
    return scope.equals("0")
        ? refusal(what, pid)
        : new Unreadable(
            what,
            "kernel.yama.ptrace_scope is " + scope + ", which keeps processes from being traced",
            "an administrator can set it to 0 with sysctl kernel.yama.ptrace_scope=0");
  }

  /// For a zombie.
  static Unreadable ended(String what, long pid) {
    return new Unreadable(
        what,
        "process " + pid + " has ended and has no memory any more; it waits for its parent",
        "nothing can be done: how it ended is told by its parent");
  }

  /// For a thread of the kernel.
  static Unreadable ofKernel(String what, long pid) {
    return new Unreadable(
        what,
        "process " + pid + " is a thread of the kernel and has no memory of its own",
        "look at a program instead");
  }
}
