/// The shell around the pure pool: a mailbox, the one supervisor thread, and the effects it orders.
///
/// Entry type: `Engine`, a `JobSource` of a live pool. Facts from workers, probes and the user go
/// through a mailbox to the `Pool`; the events it decides are published to the subscribers that the
/// engine was handed, and then its effects run.
///
/// Threads: the supervisor thread owns the pool and never blocks on an effect; a permanent platform
/// thread starts processes, because Linux ties a child's parent-death signal to the thread that
/// spawned it.
///
/// May import: `job`, `pool`, `worker`, `probe`. Subscribers such as the journal and the window are
/// handed in and stay unknown here.
@NullMarked
package dev.lifeguard.engine;

import org.jspecify.annotations.NullMarked;
