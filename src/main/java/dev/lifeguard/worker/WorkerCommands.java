package dev.lifeguard.worker;

/// The command for each kind of long-lived worker.
final class WorkerCommands {
  private WorkerCommands() {}

  /// The command that starts a worker of this job.
  static WorkerCommand of(WorkerSettings settings, PythonCommand.Lifeline lifeline) {
    return switch (settings.program()) {
      case WorkerSettings.Program.Python python -> new PythonCommand(settings, python, lifeline);
      case WorkerSettings.Program.Java _,
          WorkerSettings.Program.Command _,
          WorkerSettings.Program.Protocol _ ->
          throw new IllegalArgumentException("workers of this kind cannot be started yet");
    };
  }
}
