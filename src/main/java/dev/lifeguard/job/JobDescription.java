package dev.lifeguard.job;

import java.time.Instant;
import java.util.OptionalLong;

/// What is known of a job before it runs.
///
/// @param name the job's name
/// @param target what a worker runs, for people: `docs.build:one_document`
/// @param startedAt the wall-clock time that `atNanos` of every event counts from
/// @param supervisor the process that supervises the pool
/// @param workers how many workers the pool keeps
/// @param attemptsPerTask how often a task may be begun when its worker keeps dying
/// @param memoryLimitBytes the limit per worker
/// @param runDirectory where the job is recorded, an absolute path
public record JobDescription(
    String name,
    String target,
    Instant startedAt,
    ProcessIdentity supervisor,
    int workers,
    int attemptsPerTask,
    OptionalLong memoryLimitBytes,
    String runDirectory) {}
