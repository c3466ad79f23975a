/// The list of everything that was published about a job, each line with who says so.
///
/// Entry types: its camera, its view-model and its controller. The camera keeps the latest quarter
/// of a million lines in dense pages that pictures share.
///
/// Threads: the camera belongs to the thread that folds the events, everything else to the JavaFX
/// thread.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.events;

import org.jspecify.annotations.NullMarked;
