/// The window: shows any `JobSource` and sends it commands.
///
/// Each feature has a package below this one with its FXML, a controller that only binds, and a
/// view-model without controls. The entry is `gui.shell`.
///
/// Threads: the JavaFX thread, except for the fold, which runs off it and draws at most once per
/// pulse.
///
/// May import: `job`, JavaFX, ControlsFX, AtlantaFX, Ikonli. It knows neither engine nor journal;
/// what else it needs comes through the port `gui.shell.Workbench`.
@NullMarked
package dev.lifeguard.gui;

import org.jspecify.annotations.NullMarked;
