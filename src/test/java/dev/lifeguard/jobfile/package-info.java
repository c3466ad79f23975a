/// Tests of job files and sources of items.
@NullMarked
package dev.lifeguard.jobfile;

import org.jspecify.annotations.NullMarked;
