/// What all features of the window share: the pulse, the loading of FXML, and the texts.
///
/// Entry types: `Pulse`, the one place that hands work to the JavaFX thread, `Fxml` and `Text`.
///
/// Threads: the JavaFX thread; `Pulse` may be called from any.
///
/// May import: `job`, JavaFX, ControlsFX, AtlantaFX, Ikonli, and no feature of the window.
@NullMarked
package dev.lifeguard.gui.common;

import org.jspecify.annotations.NullMarked;
