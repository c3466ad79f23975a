/// The bar under a film: a slider over the whole run, play and pause, the speed, and jumps from
/// incident to incident. Everything else in the window shows the film as it shows any job.
///
/// Entry types: [dev.lifeguard.gui.replay.ReplayViewModel], which has no controls, and
/// [dev.lifeguard.gui.replay.ReplayController], which binds them.
///
/// Threads: JavaFX thread.
///
/// May import `job`, `gui.common` and JavaFX.
@NullMarked
package dev.lifeguard.gui.replay;

import org.jspecify.annotations.NullMarked;
