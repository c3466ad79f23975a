package dev.lifeguard.job;

import java.time.Instant;
import java.util.OptionalLong;

/// What is known of a job before it runs.
///
/// @param name the job's name
/// @param target what a worker runs, for people: `docs.build:one_document`
/// @param startedAt the wall-clock time that `atNanos` of every event counts from
/// @param supervisor the process that supervises the pool
/// @param form what a worker is
/// @param workers how many workers the pool keeps at first
/// @param attemptsPerTask how often a task may be begun when its worker keeps dying
/// @param memoryLimitBytes the limit per worker
/// @param memoryMeans what enforces that limit
/// @param runDirectory where the job is recorded, an absolute path
/// @param system where it runs
public record JobDescription(
    String name,
    String target,
    Instant startedAt,
    ProcessIdentity supervisor,
    WorkerForm form,
    int workers,
    int attemptsPerTask,
    OptionalLong memoryLimitBytes,
    MemoryMeans memoryMeans,
    String runDirectory,
    HostSystem system) {}
