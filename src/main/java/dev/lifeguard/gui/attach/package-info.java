/// The dialog that attaches to a pool that somebody else started, or to a run of Lifeguard.
///
/// Entry type: `AttachController` with its `AttachViewModel`; the shell puts them into a dialog and
/// fetches the candidates.
///
/// Threads: JavaFX thread.
///
/// May import: `job`, `gui.common`, JavaFX and the window libraries.
@NullMarked
package dev.lifeguard.gui.attach;

import org.jspecify.annotations.NullMarked;
