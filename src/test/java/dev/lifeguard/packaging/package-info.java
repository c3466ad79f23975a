/// Holds what the packages are made from: arguments, descriptions, pictures.
@NullMarked
package dev.lifeguard.packaging;

import org.jspecify.annotations.NullMarked;
