package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.events.EventsCamera;
import dev.lifeguard.gui.inspector.ForeignPicture;
import dev.lifeguard.gui.inspector.IncidentsCamera;
import dev.lifeguard.gui.memory.MemoryCamera;
import dev.lifeguard.gui.processes.ProcessesCamera;
import dev.lifeguard.gui.queue.QueueCamera;
import dev.lifeguard.gui.queue.QueueFilter;
import dev.lifeguard.gui.timeline.TimelineCamera;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.util.function.Consumer;

/// Takes the pictures of all parts of the window together, so that they never contradict each
/// other.
final class WindowCamera implements Camera<WindowPicture> {
  private final SummaryCamera summary = new SummaryCamera();
  private final ProcessesCamera processes = new ProcessesCamera();
  private final IncidentsCamera incidents = new IncidentsCamera();
  private final ForeignPicture.Taker foreign = new ForeignPicture.Taker();
  private final TimelineCamera timeline = new TimelineCamera();
  private final QueueCamera queue;
  private final EventsCamera events;
  private final MemoryCamera memory;
  private final Consumer<WindowCamera> onMounted;

  WindowCamera(QueueCamera queue, EventsCamera events, MemoryCamera memory) {
    this(queue, events, memory, _ -> {});
  }

  /// A camera that has seen nothing.
  ///
  /// @param onMounted told when it is this camera that takes the pictures
  WindowCamera(Consumer<WindowCamera> onMounted) {
    this(new QueueCamera(), new EventsCamera(), new MemoryCamera(), onMounted);
  }

  private WindowCamera(
      QueueCamera queue,
      EventsCamera events,
      MemoryCamera memory,
      Consumer<WindowCamera> onMounted) {
    this.queue = queue;
    this.events = events;
    this.memory = memory;
    this.onMounted = onMounted;
  }

  /// From the next picture on, shows only these tasks. Any thread.
  void filterTasks(QueueFilter wanted) {
    queue.filter(wanted);
  }

  /// From the next picture on, shows only lines with this text. Any thread.
  void filterEvents(String text) {
    events.filter(text);
  }

  /// From the next picture on, these lanes are in it. Any thread.
  void watchLanes(MemoryCamera.Watched lanes) {
    memory.watch(lanes);
  }

  @Override
  public void mounted() {
    onMounted.accept(this);
  }

  @Override
  public void saw(PoolEvent event) {
    summary.saw(event);
    queue.saw(event);
    timeline.saw(event);
    events.saw(event);
    memory.saw(event);
  }

  @Override
  public WindowPicture take(JobModel model, Moment moment) {
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
