package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.SignalName;

/// What a stranger can do to a worker, to show what becomes of it: a signal from outside, without a
/// word to the supervisor. Everything else that goes wrong has to come from a task.
public enum Blow {
  /// What the kernel's OOM killer sends.
  KILL(9, true),
  /// What scripts and service managers send.
  TERMINATE(15, false),
  /// What a wild pointer in native code leads to.
  FAULT(11, true),
  /// What a failed assertion in native code leads to.
  ABORT(6, true),
  /// What freezes it.
  STOP(19, false);

  private final int signal;
  private final boolean asked;

  Blow(int signal, boolean asked) {
    this.signal = signal;
    this.asked = asked;
  }

  /// The number of the signal, Linux's and everybody's.
  public int signal() {
    return signal;
  }

  /// Its name.
  public String signalName() {
    return SignalName.of(signal);
  }

  /// Whether it ends the worker at once, so that it is asked before as before any kill.
  public boolean isAsked() {
    return asked;
  }

  /// What it is, for a menu.
  public String words() {
    return switch (this) {
      case KILL -> Text.of("break.kill");
      case TERMINATE -> Text.of("break.terminate");
      case FAULT -> Text.of("break.fault");
      case ABORT -> Text.of("break.abort");
      case STOP -> Text.of("break.stop");
    };
  }
}
