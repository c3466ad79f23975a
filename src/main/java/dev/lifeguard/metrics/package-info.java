/// What a live run looks like to Prometheus: a page of text on a port of the loopback interface.
///
/// Entry types: [dev.lifeguard.metrics.MetricsReading], taken of a job between two decisions,
/// [dev.lifeguard.metrics.MetricsPage], which is its text, and [dev.lifeguard.metrics.MetricsPort],
/// which serves it.
///
/// Threads: a reading is taken on the thread that owns the model, and is all that is done there;
/// the port answers on threads of its own and waits for a reading no longer than two seconds.
///
/// May import `job` and SLF4J.
@NullMarked
package dev.lifeguard.metrics;

import org.jspecify.annotations.NullMarked;
