package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.events.EventsCamera;
import dev.lifeguard.gui.inspector.ForeignPicture;
import dev.lifeguard.gui.inspector.IncidentsCamera;
import dev.lifeguard.gui.memory.MemoryCamera;
import dev.lifeguard.gui.processes.ProcessesCamera;
import dev.lifeguard.gui.queue.QueueCamera;
import dev.lifeguard.gui.timeline.TimelineCamera;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;

/// Takes the pictures of all parts of the window together, so that they never contradict each
/// other.
final class WindowCamera implements Camera<WindowPicture> {
  private final SummaryCamera summary = new SummaryCamera();
  private final ProcessesCamera processes = new ProcessesCamera();
  private final IncidentsCamera incidents = new IncidentsCamera();
  private final ForeignPicture.Taker foreign = new ForeignPicture.Taker();
  private final TimelineCamera timeline = new TimelineCamera();
  private final QueueCamera queue = new QueueCamera();
  private final EventsCamera events = new EventsCamera();
  private final MemoryCamera memory = new MemoryCamera();
  private final Wishes wishes;
  private String shownEvents = "";

  /// A camera that has seen nothing.
  WindowCamera(Wishes wishes) {
    this.wishes = wishes;
  }

  /// What nearly all events of a long recording are goes straight to those whom it concerns.
  @Override
  public void saw(PoolEvent event) {
    if (event instanceof PoolEvent.TaskStarted started) {
      queue.begun(started.task());
      timeline.started(started);
      events.started(started);
    } else if (event instanceof PoolEvent.TaskEnded ended) {
      queue.begun(ended.task());
      timeline.ended(ended);
      events.ended(ended);
    } else {
      sawOther(event);
    }
  }

  private void sawOther(PoolEvent event) {
    summary.saw(event);
    queue.saw(event);
    timeline.saw(event);
    events.saw(event);
    memory.saw(event);
  }

  @Override
  public WindowPicture take(JobModel model, Moment moment) {
    queue.filter(wishes.tasks());
    memory.watch(wishes.lanes());
    String wanted = wishes.events();
    if (!wanted.equals(shownEvents)) {
      // Only then: what was found for the text before is not looked for again.
      shownEvents = wanted;
      events.filter(wanted);
    }
    return new WindowPicture(
        summary.take(model, moment),
        processes.take(model, moment),
        queue.take(model, moment),
        timeline.take(model, moment),
        events.take(model, moment),
        memory.take(model, moment),
        incidents.take(model, moment),
        foreign.take(model, moment));
  }
}
