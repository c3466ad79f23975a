/// Watches a pool that Lifeguard did not start, says what is wrong with it, and speaks `PoolEvent`,
/// so that it is shown as any other job.
///
/// Two layers. The pure one takes snapshots (`TreeFacts`) and answers: `PoolRecognizer`, one for
/// each kind of pool, tells which process is the manager and what the others are; `Judge` says what
/// can be concluded. The shell around it is `ForeignPool`, a `JobSource` with a thread of its own
/// that reads the processes, hears of deaths from an `ExitWatch` and publishes. Entry types:
/// `Recognition.of` for a snapshot, `ForeignPool` for a pool, `Candidates` for what there is on
/// this machine.
///
/// On Windows there are neither pipes nor waits to look at: workers that `multiprocessing` has
/// spawned are known by their command lines (`SpawnRecognizer`), and what kind of pool it is stays
/// open.
///
/// A Python program that Lifeguard launches has a module of ours in it (`PoolInstrument`, resources
/// `python/`), which writes what its pools do into files in memory (`PoolBoard`). `Inside` makes
/// events of that (`BoardTasks`), so that the tasks of such a pool are seen as well; the module
/// also saves the pool, where that is wished, and does so without us.
///
/// Threads: the pure classes have none. A `ForeignPool` owns one thread, which calls its listeners.
///
/// May import: `job`, `probe`.
@NullMarked
package dev.lifeguard.attach;

import org.jspecify.annotations.NullMarked;
