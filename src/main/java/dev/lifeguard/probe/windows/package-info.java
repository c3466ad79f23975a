/// Facts from Windows, and what is done there to processes: starting them in job objects,
/// suspending, ending.
///
/// Everything goes through one seam, [dev.lifeguard.probe.windows.Win32]: a function of a library
/// by name, with numbers and buffers. [dev.lifeguard.probe.windows.NativeWin32] calls it in this
/// process; the tests have another one that calls it in a process under Wine, so that all the rest
/// of this package is tried against real functions on any machine. Structures are layouts with the
/// names of the C headers, which the tests hold against those headers. Pure classes read structures
/// and words; small ones make the calls.
///
/// Nothing of this package is loaded elsewhere than on Windows. Entry type: `WindowsProbes`, found
/// as a service.
///
/// The Java library can start no process that waits to be let go, so those of workers are started
/// here: `SuspendedProcess` is put into a job object, and runs as a `WindowsProcess`.
///
/// A process is told from a later one of its number by its start time in milliseconds since the
/// epoch, which is what the Java library has as well.
///
/// Threads: as said in `probe`; the exit watch and the job objects have threads of their own.
///
/// May import: `job`, `probe`.
@NullMarked
package dev.lifeguard.probe.windows;

import org.jspecify.annotations.NullMarked;
