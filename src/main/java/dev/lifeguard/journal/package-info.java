/// Events to JSON lines and back, and the run directory they live in.
///
/// Entry types: `EventCodec`, `RunDirectory`, `JournalWriter`, `JournalReader`, and `RecordedJob`,
/// the `JobSource` of a recording. The journal file is the interface between a pool and all who
/// watch it.
///
/// Threads: a writer belongs to one thread and never makes the pool wait for the disk; a reader
/// belongs to the thread that follows.
///
/// May import: `job`, and Jackson.
@NullMarked
package dev.lifeguard.journal;

import org.jspecify.annotations.NullMarked;
