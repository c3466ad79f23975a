/// Jobs that never ran, for tests of the window: their events are made up, and what the window asks
/// of them is written down.
@NullMarked
package dev.lifeguard.gui.story;

import org.jspecify.annotations.NullMarked;
