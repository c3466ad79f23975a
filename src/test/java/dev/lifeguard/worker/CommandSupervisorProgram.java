package dev.lifeguard.worker;

import java.nio.file.Path;
import java.util.List;

/// A supervising program to be killed: runs a shell command in two slots, whose processes have a
/// child and never end, and prints what they print.
///
/// Arguments: the directory, the script.
final class CommandSupervisorProgram {
  private CommandSupervisorProgram() {}

  public static void main(String[] arguments) {
    WorkerSettings settings =
        LivePort.settings(
            Path.of(arguments[0]),
            new WorkerSettings.Program.Command(List.of("sh", "-c", arguments[1]), false));
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, settings)) {
      for (int slot = 1; slot <= 2; slot++) {
        live.port().spawn(slot);
        live.await("ready", slot);
        live.give(slot, "1");
        int number = slot;
        live.until(() -> live.facts().lines(number).size() == 2);
        live.facts().lines(slot).forEach(System.out::println);
      }
      System.out.println("all 0");
      while (live.facts().count("never") == 0) {
        live.port().await(Long.MAX_VALUE, live.facts());
      }
    }
  }
}
