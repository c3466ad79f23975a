/// Starts worker processes and talks with them.
///
/// Entry: [dev.lifeguard.worker.WorkerPorts#open], which gives a [dev.lifeguard.worker.WorkerPort].
/// On Linux with native access that is the native port; elsewhere it is the portable one, which
/// holds processes by a `Grip`: process groups, or the job objects of Windows.
///
/// It belongs to one thread, the supervisor's; what happens is told to
/// [dev.lifeguard.worker.WorkerFacts] on that thread. Others start processes: one for workers, and
/// one for each slot of a `command`. May import `job` and `probe`.
@NullMarked
package dev.lifeguard.worker;

import org.jspecify.annotations.NullMarked;
