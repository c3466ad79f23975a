/// The timeline: a lane for every worker, a bar for every attempt, and what went wrong as lines and
/// arrows between them; above it the pool's memory, which is the map to move in.
///
/// Entry types: its camera, its view-model and its controller. The camera keeps what the events
/// told in dense columns of bounded length and hands out prefixes of them; the pane draws what of
/// it is in sight on one canvas.
///
/// Threads: the camera belongs to the thread that folds the events, everything else to the JavaFX
/// thread.
///
/// May import: `job`, `gui.common`, JavaFX, ControlsFX, AtlantaFX, Ikonli.
@NullMarked
package dev.lifeguard.gui.timeline;

import org.jspecify.annotations.NullMarked;
