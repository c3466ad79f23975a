package dev.lifeguard.worker;

import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.linux.LinuxProbes;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// A supervising program to be killed: starts two workers whose tasks have children and never end,
/// and prints what they print.
///
/// Arguments: `NATIVE`, `PORTABLE` or `TEMPLATE` (native, and workers are forked), the directory of
/// the tasks, the name of the task, and whether workers get cgroups.
final class SupervisorProgram {
  private SupervisorProgram() {}

  private static LivePort open(String means, Path directory, WorkerSettings.MemoryHold hold) {
    boolean template = means.equals("TEMPLATE");
    WorkerSettings usual =
        template
            ? LivePort.templateSettings(directory, List.of("json"))
            : LivePort.settings(directory, "hard_tasks:do");
    return new LivePort(
        template ? LivePort.Means.NATIVE : LivePort.Means.valueOf(means),
        new WorkerSettings(
            usual.program(),
            usual.directory(),
            usual.environment(),
            hold,
            usual.messageLimitBytes()));
  }

  public static void main(String[] arguments) {
    try (LivePort live =
        open(arguments[0], Path.of(arguments[1]), hold(arguments[3].equals("cgroups")))) {
      for (int worker = 1; worker <= 2; worker++) {
        System.out.println("worker " + live.start(worker).pid());
        live.give(worker, "\"" + arguments[2] + "\"");
        int number = worker;
        live.until(() -> live.facts().lines(number).size() == 2);
        live.facts().lines(worker).forEach(System.out::println);
      }
      System.out.println("all 0");
      while (live.facts().count("never") == 0) {
        live.port().await(Long.MAX_VALUE, live.facts());
      }
    }
  }

  private static WorkerSettings.MemoryHold hold(boolean cgroups) {
    if (!cgroups) {
      return new WorkerSettings.MemoryHold.None();
    }
    CgroupOffer offer = new LinuxProbes().cgroups(OptionalLong.empty(), System::nanoTime);
    return new WorkerSettings.MemoryHold.OwnCgroup(((CgroupOffer.Here) offer).cgroups());
  }
}
