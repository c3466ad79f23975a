/// Tasks of the built-in demonstrations that run in Java workers: compiled for the users' own
/// virtual machines and carried as resources.
@NullMarked
package dev.lifeguard.demotasks;

import org.jspecify.annotations.NullMarked;
