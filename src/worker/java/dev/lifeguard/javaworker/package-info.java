/// The Java side of a Lifeguard worker. Compiled for Java 17 and run by the user's own virtual
/// machine, so it knows nothing but `java.base`: nothing of the rest of Lifeguard, no library.
///
/// Entry: [dev.lifeguard.javaworker.Worker]. The main thread runs the tasks, and a daemon thread
/// reads what Lifeguard sends. The protocol is described in `protocol.md` of package `worker`.
@NullMarked
package dev.lifeguard.javaworker;

import org.jspecify.annotations.NullMarked;
