package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.launch.FieldFault;
import java.util.List;

/// What came of a request to launch a job.
public sealed interface LaunchAnswer {
  /// It runs.
  record Launched(OpenJob job) implements LaunchAnswer {}

  /// It was not started, and no process was.
  ///
  /// @param faults at least one
  record Refused(List<FieldFault> faults) implements LaunchAnswer {
    /// Copies the list.
    public Refused {
      faults = List.copyOf(faults);
    }
  }
}
