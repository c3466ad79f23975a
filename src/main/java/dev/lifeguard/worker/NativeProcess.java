package dev.lifeguard.worker;

import dev.lifeguard.job.ProcessIdentity;

/// A process that [Spawner] has started, and our ends of its pipes.
///
/// @param pidfd tells its end
/// @param toWorker the write end of its standard input, non-blocking
/// @param fromWorker the read end of its standard output, where messages come from, non-blocking
/// @param output the read end of what it prints, non-blocking
/// @param lifeline the write end of the pipe whose end makes the kernel kill its group
record NativeProcess(
    ProcessIdentity identity, int pidfd, int toWorker, int fromWorker, int output, int lifeline) {
  long pid() {
    return identity.pid();
  }
}
