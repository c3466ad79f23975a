/// The dialog that saves the recording of a job as one portable file: what goes into it, which of
/// that may be secret, where to.
///
/// Entry types: its controller and its view-model. What it needs of the job is its port
/// `SavableRecording`, which `gui.shell.OpenJob` brings along.
///
/// Threads: the JavaFX thread; the port is called on others.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.save;

import org.jspecify.annotations.NullMarked;
