package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;

/// The process of one attempt that [CommandSpawner] has started.
///
/// @param pidfd tells its end
/// @param output the read end of what it prints, non-blocking
/// @param line its line of the [SlotBoard]
record CommandProcess(ProcessIdentity identity, int pidfd, int output, int line) {
  long pid() {
    return identity.pid();
  }
}
