/// The published language of Lifeguard and the one fold over it.
///
/// A pool tells its story as a stream of `PoolEvent`s. `JobModel` folds that stream and is the only
/// code that changes what is known about tasks and workers: the pool itself, the window, a replay,
/// a resume and the report all use it. Entry types: `PoolEvent`, `JobModel`, and `JobSource`,
/// behind which live, attached and recorded jobs look alike.
///
/// Threads: none here. Messages are immutable records; a `JobModel` belongs to the one thread that
/// folds.
///
/// May import: `java.lang`, `java.util`, `java.time`, and nothing of Lifeguard. No clock, random,
/// thread or input and output; no set or map whose order differs from one JVM to the next.
@NullMarked
package dev.lifeguard.job;

import org.jspecify.annotations.NullMarked;
