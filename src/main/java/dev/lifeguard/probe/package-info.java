/// Facts from the operating system: processes, memory, threads, exits, evidence, signals and
/// limits.
///
/// Entry types: `ProcessProbe` for readings, `WaitProbe` for whether a worker moves, `ExitWatch`
/// for deaths, `Signals` for signals to a frozen identity (pid and start time). The implementations
/// live in a package per system below this one.
///
/// Threads: a reading may be taken on any thread and may block on the system; what listens says so.
///
/// May import: `job`, and OSHI. Nothing of the packages below it: who wires the program picks one.
@NullMarked
package dev.lifeguard.probe;

import org.jspecify.annotations.NullMarked;
