/// The recording of a job: events as lines of JSON, the run directory, its writer and its readers.
///
/// Entry types: [dev.lifeguard.journal.RunDirectory] for where a run is kept,
/// [dev.lifeguard.journal.JournalWriter] to record one, [dev.lifeguard.journal.RecordedJob] to look
/// at one, live or finished, and [dev.lifeguard.journal.JobReport] for what is left of it in the
/// end.
///
/// Threads: a writer owns one platform thread that touches the disk, a recorded job owns one per
/// listener; whatever is called from outside never waits for a disk, unless it says so.
///
/// May import `job` and Jackson.
@NullMarked
package dev.lifeguard.journal;

import org.jspecify.annotations.NullMarked;
