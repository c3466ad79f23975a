/// The built-in scenarios: each a job that goes wrong on purpose, with what is expected of it.
///
/// Entry type: `Scenario`. Job files and scripts are resources of this package.
///
/// Threads: none here.
///
/// May import: `job`, `jobfile`.
@NullMarked
package dev.lifeguard.demo;

import org.jspecify.annotations.NullMarked;
