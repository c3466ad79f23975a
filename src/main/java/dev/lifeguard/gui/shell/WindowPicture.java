package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.events.EventsPicture;
import dev.lifeguard.gui.inspector.ForeignPicture;
import dev.lifeguard.gui.inspector.IncidentsPicture;
import dev.lifeguard.gui.memory.MemoryPicture;
import dev.lifeguard.gui.processes.ProcessesPicture;
import dev.lifeguard.gui.queue.QueuePicture;
import dev.lifeguard.gui.timeline.TimelinePicture;

/// Everything that the window shows of a job at one moment.
record WindowPicture(
    SummaryPicture summary,
    ProcessesPicture processes,
    QueuePicture queue,
    TimelinePicture timeline,
    EventsPicture events,
    MemoryPicture memory,
    IncidentsPicture incidents,
    ForeignPicture foreign) {}
