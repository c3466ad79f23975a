/// Job files in YAML and the sources of items, read strictly: what is unknown is refused with its
/// place.
///
/// Entry types: `JobFiles` reads a `JobFile`, `JobFileWriter` writes it as it was resolved, and
/// `ItemSource` streams its items, which are never held whole.
///
/// Threads: none here; a reader belongs to its caller. No clock, random or thread; classes named
/// `Parser` take text and do no input and output either.
///
/// May import: `job`, `pool`, Jackson and SnakeYAML Engine.
@NullMarked
package dev.lifeguard.jobfile;

import org.jspecify.annotations.NullMarked;
