package dev.lifeguard.engine;

import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.worker.WorkerSettings;
import java.time.Duration;

/// What an engine needs to know of its job.
///
/// @param name the job's name
/// @param target what a worker runs, for people
/// @param runDirectory where the job is recorded, for people
/// @param policy the rules of the pool
/// @param workers how to start a worker
/// @param clock what every time of the job counts from
/// @param samplePeriod how often the processes are measured at first; 250 ms make a journal of
///   usual size, and a user may ask for more or less
public record EngineSettings(
    String name,
    String target,
    String runDirectory,
    PoolPolicy policy,
    WorkerSettings workers,
    RunClock clock,
    Duration samplePeriod) {}
