/// Decides what happens next in a pool: which task runs where, what a death means, when to give up.
///
/// Entry type: `Pool`. It is handed facts (`Input`) with their time, and answers with decided
/// events (`PoolEvent`), orders to the outside (`Effect`) and its next deadline.
///
/// Threads: none here. A `Pool` is mutable inside and belongs to the one thread of its engine; the
/// same inputs at the same times give the same answers, on every JVM.
///
/// May import: `job`, and of the JDK `java.lang`, `java.util`, `java.time`. No clock, random,
/// thread or input and output; no set or map whose order differs from one JVM to the next.
@NullMarked
package dev.lifeguard.pool;

import org.jspecify.annotations.NullMarked;
