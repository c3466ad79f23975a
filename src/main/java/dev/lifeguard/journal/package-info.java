/// The recording of a job: events as lines of JSON, the run directory, its writer and its readers,
/// and the socket in it that takes commands.
///
/// Entry types: [dev.lifeguard.journal.RunDirectory] for where a run is kept,
/// [dev.lifeguard.journal.JournalWriter] to record one, [dev.lifeguard.journal.RecordedJob] to look
/// at one, live or finished, [dev.lifeguard.journal.JobReport] for what is left of it in the end,
/// and [dev.lifeguard.journal.ControlSocket] to take commands, which
/// [dev.lifeguard.journal.ControlClient] asks.
///
/// Threads: a writer owns one platform thread that touches the disk, a recorded job owns one per
/// listener, a control socket one that accepts and a virtual one per connection; whatever is called
/// from outside never waits for a disk, unless it says so.
///
/// May import `job`, Jackson and SLF4J.
@NullMarked
package dev.lifeguard.journal;

import org.jspecify.annotations.NullMarked;
