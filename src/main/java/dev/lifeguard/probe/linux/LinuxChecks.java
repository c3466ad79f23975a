package dev.lifeguard.probe.linux;

import static dev.lifeguard.job.MachineCheck.Allows.LESS;
import static dev.lifeguard.job.MachineCheck.Allows.NOTHING;
import static dev.lifeguard.job.MachineCheck.Allows.OWN;

import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.EvidenceSource;
import dev.lifeguard.probe.EvidenceSource.Availability;
import dev.lifeguard.probe.OutOfMemoryEvidence;
import dev.lifeguard.probe.WorkerCgroups;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What this machine and these rights allow, each thing tried. Any thread; takes a moment.
final class LinuxChecks {
  private static final long SOME_LIMIT = 64L << 20;
  private static final int FEW_FILES = 4096;
  private static final int FEW_PROCESSES = 1024;

  private LinuxChecks() {}

  static List<MachineCheck> all(OutOfMemoryEvidence evidence) {
    List<MachineCheck> checks = new ArrayList<>();
    Optional<LinuxSys> sys = LinuxSys.open().filter(_ -> PosixSpawn.isAvailable());
    checks.add(nativeAccess(sys));
    checks.add(exitStatus(sys));
    checks.add(cgroups());
    checks.add(dataLimit(sys));
    evidence.sources().forEach(source -> checks.add(evidence(source)));
    checks.add(processes());
    checks.add(yama());
    checks.add(memoryMaps());
    checks.add(childrenFiles());
    checks.add(overcommit());
    checks.add(pressure());
    checks.add(limit("open files", "Max open files", FEW_FILES, "raise it with `ulimit -n`"));
    checks.add(limit("processes", "Max processes", FEW_PROCESSES, "raise it with `ulimit -u`"));
    checks.add(pidsLimit());
    return checks;
  }

  private static MachineCheck nativeAccess(Optional<LinuxSys> sys) {
    String name = "native access";
    return sys.isPresent()
        ? MachineCheck.all(name, "the kernel's own means are used: pidfd, epoll, posix_spawn")
        : MachineCheck.wanting(
            name,
            LESS,
            "workers are run by the Java library: slower, and an exit code over 128 cannot be told"
                + " from a signal",
            "use Linux 5.4 and glibc 2.34 or newer, and do not deny native access to Java");
  }

  private static MachineCheck exitStatus(Optional<LinuxSys> sys) {
    String name = "exit status of foreign processes";
    return sys.isPresent() && sys.get().tellsExitsOfOthers()
        ? MachineCheck.all(name, "the kernel tells how any process ended (PIDFD_GET_INFO)")
        : MachineCheck.wanting(
            name,
            LESS,
            "how a process ended is known of own workers only",
            "use Linux 6.15 or newer");
  }

  /// Really makes a cgroup with a limit.
  private static MachineCheck cgroups() {
    String name = "memory limit by cgroup";
    return switch (LinuxCgroups.offer(OptionalLong.of(SOME_LIMIT), System::nanoTime)) {
      case CgroupOffer.NotHere(String reason) ->
          MachineCheck.wanting(
              name,
              LESS,
              "not possible: " + reason,
              "where the kernel cannot hold a worker to its limit, RLIMIT_DATA does for Python, and"
                  + " Lifeguard's own measuring else");
      case CgroupOffer.Here(WorkerCgroups cgroups, String words) -> {
        try (cgroups) {
          cgroups.prepare(1);
          yield MachineCheck.all(name, "possible: " + words);
        } catch (IOException refused) {
          yield MachineCheck.wanting(
              name,
              LESS,
              "not possible: " + refused.getMessage(),
              "have the memory controller handed on to " + cgroups.directory().getParent());
        }
      }
    };
  }

  private static MachineCheck dataLimit(Optional<LinuxSys> sys) {
    String name = "memory limit by RLIMIT_DATA";
    return MachineCheck.all(
        name, sys.isPresent() ? "possible, by prlimit" : "possible, by the shell's ulimit");
  }

  private static MachineCheck evidence(EvidenceSource source) {
    String name =
        source.name().equals(KernelLog.NAME) ? KernelLog.NAME : "counter of kills in /proc/vmstat";
    return switch (source.availability()) {
      case Availability.Available _ -> MachineCheck.all(name, "read for kills for lack of memory");
      case Availability.Unavailable(String reason) ->
          MachineCheck.wanting(
              name, LESS, reason, "a cgroup for each worker tells such kills without it");
    };
  }

  private static MachineCheck processes() {
    String name = "processes of others in /proc";
    return ProcText.read("/proc/1/stat").isPresent()
        ? MachineCheck.all(name, "they can be seen")
        : MachineCheck.wanting(
            name,
            OWN,
            "hidden (hidepid): foreign pools of other users cannot be watched",
            "have /proc mounted without hidepid");
  }

  private static MachineCheck yama() {
    String name = "tracing of processes";
    String scope =
        ProcText.read("/proc/sys/kernel/yama/ptrace_scope").map(String::strip).orElse("0");
    return scope.equals("0")
        ? MachineCheck.all(name, "what a thread waits for can be read of every own process")
        : MachineCheck.wanting(
            name,
            scope.equals("1") ? OWN : LESS,
            "kernel.yama.ptrace_scope is "
                + scope
                + ": what a thread waits for is known exactly of "
                + (scope.equals("1") ? "descendants" : "nobody")
                + ", and roughly of the others",
            "an administrator can set it to 0 with sysctl kernel.yama.ptrace_scope=0");
  }

  /// Reads the map of the first process, which is somebody else's for all but root.
  private static MachineCheck memoryMaps() {
    String name = "memory maps";
    if (ProcText.read("/proc/self/smaps_rollup").isEmpty()) {
      return MachineCheck.wanting(
          name,
          LESS,
          "not read by this kernel: PSS, USS and exact committed memory are not known",
          "use a kernel with CONFIG_PROC_PAGE_MONITOR, 4.14 or newer");
    }
    return ProcText.read("/proc/1/smaps_rollup").isPresent()
        ? MachineCheck.all(name, "PSS, USS and exact committed memory are known of every process")
        : MachineCheck.wanting(
            name,
            OWN,
            "PSS, USS and exact committed memory are known of this user's processes, and not of all"
                + " others",
            Rights.ownUser() == 0
                ? "run Lifeguard outside of this container to see the others"
                : "run Lifeguard as root to see the others");
  }

  private static MachineCheck childrenFiles() {
    String name = "lists of children";
    return TaskChildren.areThere()
        ? MachineCheck.all(name, "the kernel names the children of each process")
        : MachineCheck.wanting(
            name,
            LESS,
            "the kernel does not name the children of a process: each look asks all processes",
            "use a kernel with CONFIG_PROC_CHILDREN");
  }

  private static MachineCheck pressure() {
    String name = "memory pressure";
    return ProcText.read("/proc/pressure/memory").flatMap(PressureText::parse).isPresent()
        ? MachineCheck.all(name, "the kernel tells how long processes stand still for memory (PSI)")
        : MachineCheck.wanting(
            name,
            LESS,
            "the kernel does not tell how long processes stand still for memory",
            "use a kernel with PSI and start it with psi=1");
  }

  private static MachineCheck overcommit() {
    String name = "overcommit of memory";
    String mode =
        ProcText.read("/proc/sys/vm/overcommit_memory").map(String::strip).orElse("unknown");
    return switch (mode) {
      case "0" -> MachineCheck.all(name, "the usual: more may be promised than there is (mode 0)");
      case "1" -> MachineCheck.all(name, "everything is promised, nothing refused (mode 1)");
      default ->
          MachineCheck.wanting(
              name,
              LESS,
              "strict: what is committed counts, and forks of large processes can be refused (mode "
                  + mode
                  + ")",
              "an administrator can change vm.overcommit_memory, or add swap");
    };
  }

  /// A soft limit in `/proc/self/limits` (proc_pid_limits(5)).
  private static MachineCheck limit(String name, String line, int few, String remedy) {
    String value =
        ProcText.read("/proc/self/limits").stream()
            .flatMap(String::lines)
            .filter(text -> text.startsWith(line))
            .map(text -> text.substring(line.length()).strip().replaceAll("\\s.*", ""))
            .findFirst()
            .orElse("unknown");
    boolean enough = !value.matches("[0-9]{1,9}") || Integer.parseInt(value) >= few;
    return enough
        ? MachineCheck.all(name, "at most " + value)
        : MachineCheck.wanting(name, LESS, "at most " + value, remedy);
  }

  private static MachineCheck pidsLimit() {
    String name = "processes in this container";
    CgroupTree tree = new CgroupTree();
    Optional<CgroupMounts.Tree> pids = LinuxCgroups.mounts().pids();
    OptionalLong most =
        pids.map(found -> tree.number(found.own().resolve("pids.max")))
            .orElse(OptionalLong.empty());
    if (most.isEmpty()) {
      return MachineCheck.all(name, "not limited");
    }
    return most.getAsLong() >= FEW_PROCESSES
        ? MachineCheck.all(name, "at most " + most.getAsLong())
        : MachineCheck.wanting(
            name,
            most.getAsLong() < 1 ? NOTHING : LESS,
            "at most " + most.getAsLong() + " processes and threads together",
            "raise the container's pids limit");
  }
}
