/// Snapshots and what is concluded from them, and real pools of other programs.
@NullMarked
package dev.lifeguard.attach;

import org.jspecify.annotations.NullMarked;
