/// Facts from Linux: `/proc`, control groups, the kernel's log, exit statuses and signals.
///
/// Parsers take text and return records, and are pure; small classes beside them read the files and
/// call the C library. Entry types: the implementations of the interfaces in `probe`.
///
/// Threads: as said in `probe`; the reaper waits for children on a thread of its own.
///
/// May import: `job`, `probe`, OSHI.
@NullMarked
package dev.lifeguard.probe.linux;

import org.jspecify.annotations.NullMarked;
