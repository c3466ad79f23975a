@NullMarked
package dev.lifeguard.metrics;

import org.jspecify.annotations.NullMarked;
