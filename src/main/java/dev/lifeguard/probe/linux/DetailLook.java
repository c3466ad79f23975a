package dev.lifeguard.probe.linux;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.Unreadable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Reads what a process is, apart from its memory and its threads. Any thread.
final class DetailLook {
  private DetailLook() {}

  static Look<ProcessDetail> at(ProcessIdentity process) {
    Optional<StatLine> stat = MemoryLook.stat(process);
    if (stat.isEmpty()) {
      return new Look.Gone<>();
    }
    ProcessDetail detail = new Round(process.pid()).read(process, stat.get());
    // What was read in between is its own only if it is still there.
    return MemoryLook.stat(process).isPresent() ? new Look.Seen<>(detail) : new Look.Gone<>();
  }

  /// The words of `/proc/PID/cmdline` (proc_pid_cmdline(5)): each ends with a NUL, unless the
  /// process has written over them.
  static List<String> words(byte[] commandLine) {
    String text = new String(commandLine, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      return List.of();
    }
    String whole = text.endsWith("\0") ? text.substring(0, text.length() - 1) : text;
    return List.of(whole.split("\0", -1));
  }

  /// One reading of one process.
  private static final class Round {
    private final long pid;
    private final String files;
    private final List<Unreadable> unreadable = new ArrayList<>();

    Round(long pid) {
      this.pid = pid;
      files = "/proc/" + pid + "/";
    }

    ProcessDetail read(ProcessIdentity process, StatLine stat) {
      boolean isAlive = stat.state() != RunState.ZOMBIE;
      Optional<DescriptorList> open = isAlive ? DescriptorList.of(pid) : Optional.empty();
      if (isAlive && open.isEmpty()) {
        unreadable.add(Rights.refusal("open files", pid));
      }
      return new ProcessDetail(
          process,
          stat.parentPid(),
          stat.name(),
          stat.state(),
          ProcText.bytes(files + "cmdline").map(DetailLook::words).orElse(List.of()),
          link("exe"),
          link("cwd"),
          Rights.userOf(pid),
          stat.cpuTicks() * Kernel.TICK_NANOS,
          stat.threads(),
          open.map(DescriptorList::first).orElse(List.of()),
          open.map(list -> OptionalInt.of(list.count())).orElse(OptionalInt.empty()),
          descriptorLimit(),
          new CgroupLook(new CgroupTree())
              .of(
                  ProcText.read("/proc/self/mountinfo").orElse(""),
                  ProcText.read(files + "cgroup").orElse("")),
          number("oom_score"),
          number("oom_score_adj"),
          unreadable);
    }

    /// Absent for a thread of the kernel, and where it may not be read: then the open files may not
    /// be read either, and that is said.
    private Optional<String> link(String name) {
      try {
        return Optional.of(Files.readSymbolicLink(Path.of(files + name)).toString());
      } catch (IOException _) {
        return Optional.empty();
      }
    }

    private OptionalLong descriptorLimit() {
      return ProcText.read(files + "limits")
          .map(text -> ProcessLimits.soft(text, "Max open files"))
          .orElse(OptionalLong.empty());
    }

    private OptionalInt number(String name) {
      return ProcText.read(files + name).map(String::strip).stream()
          .filter(text -> text.matches("-?[0-9]{1,9}"))
          .mapToInt(Integer::parseInt)
          .findFirst();
    }
  }
}
