/// Memory over time: one lane for every worker, with what was resident, committed and the limit.
///
/// Entry types: its camera, its controller and its view-model. The camera keeps a history of its
/// own whose size is bounded however long a job runs; pictures are taken of the lanes in sight, and
/// of none while the tab is hidden.
///
/// Threads: the JavaFX thread, except for the camera, which belongs to the thread that folds.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.memory;

import org.jspecify.annotations.NullMarked;
