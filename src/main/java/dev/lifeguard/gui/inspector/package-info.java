/// The panel beside the tree: one worker's incident, evidence, time line, and what can be done to
/// it.
///
/// Entry types: its controller and its view-model. Actions go to the identity (pid and start time)
/// that was on screen when the user chose.
///
/// Threads: the JavaFX thread.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.inspector;

import org.jspecify.annotations.NullMarked;
