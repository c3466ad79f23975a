package dev.lifeguard.journal;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.ProcessIdentity;

/// What may be asked over the control socket of a run. A window names the process that was on its
/// screen; a person at a terminal names a worker, and means the process that it has at that moment.
public sealed interface ControlRequest {
  /// A command with everything in it.
  record Whole(Command command) implements ControlRequest {}

  /// All workers that live shall print the stacks of their threads.
  record DumpAll() implements ControlRequest {}

  /// Something for a worker, whatever process it has now.
  sealed interface ToWorker extends ControlRequest {
    /// The number of the worker, from 1.
    int worker();

    /// The command for this process.
    Command command(ProcessIdentity process);
  }

  /// A signal for a worker.
  record SignalWorker(int worker, int signal) implements ToWorker {
    @Override
    public Command command(ProcessIdentity process) {
      return new Command.Signal(worker, process, signal);
    }
  }

  /// An order to a worker.
  record OrderWorker(int worker, Order order) implements ToWorker {
    @Override
    public Command command(ProcessIdentity process) {
      return switch (order) {
        case TERMINATE -> new Command.Terminate(worker, process);
        case KILL -> new Command.Kill(worker, process);
        case SUSPEND -> new Command.Suspend(worker, process);
        case CONTINUE -> new Command.Continue(worker, process);
        case RESTART -> new Command.Restart(worker, process);
        case DUMP -> new Command.Dump(worker, process);
      };
    }
  }

  /// What needs nothing but a worker.
  enum Order {
    /// Asks its process group to end.
    TERMINATE,
    /// Ends its process group at once.
    KILL,
    /// Stops its process group for a while.
    SUSPEND,
    /// Lets its process group go on.
    CONTINUE,
    /// Replaces it after its task.
    RESTART,
    /// Prints its stacks.
    DUMP
  }
}
