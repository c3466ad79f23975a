package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.StartedProcess;
import java.io.IOException;
import java.util.Optional;

/// How the portable ports hold the processes of a worker: what the system has so that they are
/// known, signalled and ended together. Any thread.
interface Grip {
  /// The means of this system.
  static Grip of(HostSystem system, WorkerSettings.MemoryHold hold) {
    return system == HostSystem.WINDOWS ? JobGrip.of(hold) : new GroupGrip();
  }

  /// Before the worker's process is started.
  ///
  /// @throws IOException with a sentence for the user, when it must not be started
  void prepare(int worker) throws IOException;

  /// Starts the worker's process, held before anything that is not ours may run in it.
  ///
  /// @param how its words as the program is to have them, its directory, variables and streams
  /// @throws IOException with a sentence for the user, when it cannot be started or held; a
  ///   [dev.lifeguard.probe.ShortageException] when the machine can start none
  StartedProcess start(int worker, ProcessBuilder how) throws IOException;

  /// The process that a worker says it is, when it is another than the one that was started: a
  /// launcher may stand between the two. Empty when there is none, or none of this worker's.
  Optional<ProcessIdentity> behind(int worker, Process started, long pid);

  /// Sends a signal to all of them, or does what stands for it here.
  ///
  /// @return whether it was done
  boolean signal(int worker, Process started, int signal);

  /// Ends what an ended process has left behind.
  void sweep(int worker, Process gone);

  /// What the Java library's exit value means.
  ExitStatus status(int exitValue);

  /// Forgets the worker, and ends what is left of it. May wait a moment.
  void remove(int worker);

  /// Forgets all of them.
  void close();
}
