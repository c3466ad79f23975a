/// Arguments, wiring and terminal output: the program's entry and one class per command.
///
/// Entry type: `Main`; the AOT cache of the packages is trained through `Rehearsal`. This is the
/// only place that knows all parts and puts them together.
///
/// Threads: the main thread runs a command to its end; signals arrive on a thread of the JVM.
///
/// May import: everything of Lifeguard, and picocli.
@NullMarked
package dev.lifeguard.cli;

import org.jspecify.annotations.NullMarked;
