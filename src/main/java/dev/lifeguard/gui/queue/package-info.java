/// The task queue: every task with its state, and counts by state that are filters as well.
///
/// Entry types: its controller and its view-model.
///
/// Threads: the JavaFX thread.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.queue;

import org.jspecify.annotations.NullMarked;
