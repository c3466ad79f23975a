/// The frame of the window: menu, tool bar, summary strip, tabs, and the port to the rest of the
/// program.
///
/// Entry types: `Toolkit`, which starts JavaFX and opens the first window (its `Outline` at once,
/// its `WindowParts` when they are made), and `Workbench`, the port through which the window
/// launches and opens jobs; the wiring in `cli` implements it.
///
/// Threads: everything here belongs to the JavaFX thread, unless it says otherwise.
///
/// May import: `job`, the other packages of `gui`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.shell;

import org.jspecify.annotations.NullMarked;
