package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;

/// The command for each kind of long-lived worker.
final class WorkerCommands {
  private WorkerCommands() {}

  /// The command that starts a worker of this job.
  static WorkerCommand of(
      WorkerSettings settings, PythonCommand.Lifeline lifeline, HostSystem system) {
    return switch (settings.program()) {
      case WorkerSettings.Program.Python python ->
          new PythonCommand(settings, python, lifeline, system);
      case WorkerSettings.Program.Java java -> new JavaCommand(settings, java, lifeline, system);
      case WorkerSettings.Program.Protocol program ->
          new ProgramCommand(settings, program, lifeline, system);
      case WorkerSettings.Program.Command _ ->
          throw new IllegalArgumentException(
              "a command is started for each task, not for each worker");
    };
  }
}
