package dev.lifeguard.worker;

import java.nio.file.Path;
import java.util.List;

/// A supervising program to be killed: starts two workers whose tasks have children and never end,
/// and prints what they print.
///
/// Arguments: `NATIVE`, `PORTABLE` or `TEMPLATE` (native, and workers are forked), the directory of
/// the tasks, the name of the task.
final class SupervisorProgram {
  private SupervisorProgram() {}

  private static LivePort open(String means, Path directory) {
    return means.equals("TEMPLATE")
        ? new LivePort(LivePort.Means.NATIVE, LivePort.templateSettings(directory, List.of("json")))
        : LivePort.open(LivePort.Means.valueOf(means), directory);
  }

  public static void main(String[] arguments) {
    try (LivePort live = open(arguments[0], Path.of(arguments[1]))) {
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
}
