package dev.lifeguard.gui.inspector;

import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ProcessIdentity;
import java.util.function.Consumer;

/// Somebody who sends signals to workers without telling their supervisor.
@FunctionalInterface
public interface Stranger {
  /// Sends a signal to this very process, or to nobody.
  ///
  /// @param then what came of it, told on the JavaFX thread
  void strike(ProcessIdentity process, int signal, Consumer<CommandAnswer> then);
}
