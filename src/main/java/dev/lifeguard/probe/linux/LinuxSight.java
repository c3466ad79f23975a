package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.PipeEnd;
import dev.lifeguard.probe.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// Tries what may be seen of a process. Belongs to one thread.
final class LinuxSight {
  private final Optional<LinuxSys> sys = LinuxSys.open();

  Sight of(ProcessIdentity process) {
    String directory = "/proc/" + process.pid();
    String owner = owner(directory);
    boolean signals = sys.map(it -> it.kill(process.pid(), 0) == 0).orElse(true);
    boolean pipes = OpenPipes.of(process.pid()).isPresent();
    boolean calls = WaitingReader.mayReadCalls(process.pid());
    return new Sight(owner, signals, pipes, calls, remedy(owner, pipes, calls));
  }

  private static Optional<String> remedy(String owner, boolean pipes, boolean calls) {
    if (pipes && calls) {
      return Optional.empty();
    } else if (!pipes) {
      return Optional.of("run Lifeguard as " + (owner.isEmpty() ? "its owner" : owner));
    }
    String scope =
        ProcText.read("/proc/sys/kernel/yama/ptrace_scope").map(String::strip).orElse("");
    return Optional.of(
        scope.isEmpty() || scope.equals("0")
            ? "run Lifeguard with the right to trace it (CAP_SYS_PTRACE)"
            : "start the program with `lifeguard launch`, or allow it for now with"
                + " `sudo sysctl kernel.yama.ptrace_scope=0`");
  }

  private static String owner(String directory) {
    try {
      return Files.getOwner(Path.of(directory)).getName();
    } catch (IOException _) {
      return "";
    }
  }

  OptionalLong bytesWaiting(long pid, PipeEnd end) {
    if (sys.isEmpty()) {
      return OptionalLong.empty();
    }
    LinuxSys calls = sys.get();
    int own = calls.openForLook("/proc/" + pid + "/fd/" + end.descriptor());
    if (own < 0) {
      return OptionalLong.empty();
    }
    try {
      boolean same =
          Descriptors.link("/proc/self/fd/" + own).filter(end.pipe()::equals).isPresent();
      int waiting = same ? calls.bytesWaiting(own) : -1;
      return waiting < 0 ? OptionalLong.empty() : OptionalLong.of(waiting);
    } finally {
      calls.close(own);
    }
  }
}
