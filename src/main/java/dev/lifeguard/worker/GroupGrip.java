package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.StartedProcess;
import java.io.IOException;
import java.util.Optional;

/// Process groups, with the shell's `kill` for want of native access.
final class GroupGrip implements Grip {
  private static final int SIGKILL = 9;
  // The Java library tells a signal N as 128 + N.
  private static final int LAST_CODE = 128;

  @Override
  public void prepare(int worker) {}

  @Override
  public StartedProcess start(int worker, ProcessBuilder how) throws IOException {
    Process started = how.start();
    return new StartedProcess(started, PortableSignals.identity(started));
  }

  /// What is started here becomes the worker.
  @Override
  public Optional<ProcessIdentity> behind(int worker, Process started, long pid) {
    return Optional.empty();
  }

  @Override
  public boolean signal(int worker, Process started, int signal) {
    return PortableSignals.send(started, signal);
  }

  @Override
  public void sweep(int worker, Process gone) {
    ShellKill.group(gone.pid(), SIGKILL);
  }

  @Override
  public ExitStatus status(int exitValue) {
    return exitValue > LAST_CODE
        ? new ExitStatus.Ambiguous(exitValue)
        : new ExitStatus.Exited(exitValue);
  }

  @Override
  public void remove(int worker) {}

  @Override
  public void close() {}
}
