/// The dialog that launches a pool: what to run, on which items, with which limits.
///
/// Entry types: its controller and its view-model.
///
/// Threads: the JavaFX thread.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.launch;

import org.jspecify.annotations.NullMarked;
