/// Starts a worker process and talks with it.
///
/// Entry types: `WorkerLauncher`, which knows each kind of worker, and `WorkerConnection`, which
/// carries `Frame`s over its pipes. The Python side of the protocol is `shim.py` in the resources
/// of this package.
///
/// Threads: each connection has a reader and a writer thread of its own; both end with the process.
///
/// May import: `job`, `probe`, and Jackson's streaming core, which checks once that a payload is
/// one JSON value without building objects from it.
@NullMarked
package dev.lifeguard.worker;

import org.jspecify.annotations.NullMarked;
