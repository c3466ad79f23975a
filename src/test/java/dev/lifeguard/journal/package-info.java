/// Tests of the recording, and [dev.lifeguard.journal.Story], the job that most of them record.
@NullMarked
package dev.lifeguard.journal;

import org.jspecify.annotations.NullMarked;
