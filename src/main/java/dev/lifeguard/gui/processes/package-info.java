/// The process tree: the pool, its workers and their descendants, with state, task, CPU and memory.
///
/// Entry types: its controller and its view-model. Dead workers stay as tombstones, and rows are
/// reconciled in place.
///
/// Threads: the JavaFX thread.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.processes;

import org.jspecify.annotations.NullMarked;
