/// Holds what the compiler cannot: who may import whom, what the pure core may touch, how long a
/// file may be.
@NullMarked
package dev.lifeguard.architecture;

import org.jspecify.annotations.NullMarked;
