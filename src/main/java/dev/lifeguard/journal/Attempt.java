package dev.lifeguard.journal;

/// One try of a task on one worker, as it is exported.
///
/// @param endNanos when it ended; of one that had not ended when the recording did, that moment
/// @param outcome `done`, `failed`, `timed-out`, `cancelled`, `quarantined` when it ended its task;
///   `lost` or the kind of its failure when the task was tried again; `open` when it had not ended
record Attempt(
    int task,
    int attempt,
    int worker,
    long startNanos,
    long endNanos,
    String item,
    String outcome) {}
