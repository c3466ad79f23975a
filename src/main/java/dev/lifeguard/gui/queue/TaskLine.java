package dev.lifeguard.gui.queue;

import dev.lifeguard.job.TaskState;

/// One task, as the table shows it.
///
/// @param attempts how many were begun
/// @param worker who ran the last attempt, 0 before the first
/// @param incident the latest incident that cost it an attempt, 0 without one
/// @param queuedNanos when it joined the queue, the last time
/// @param startedNanos when the last attempt was begun
/// @param endedNanos when it reached its final state, 0 before
/// @param item the beginning of the item, empty before the first attempt
/// @param repeatedBy the newer task that runs it once more, 0 without one
/// @param note its error or incident in a few words, and what it repeats
public record TaskLine(
    int task,
    TaskState state,
    int attempts,
    int worker,
    int incident,
    long queuedNanos,
    long startedNanos,
    long endedNanos,
    String item,
    int repeatedBy,
    String note) {}
