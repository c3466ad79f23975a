package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import java.util.List;
import javafx.beans.property.ReadOnlyObjectProperty;

/// The threads of the chosen process and what they wait for. JavaFX thread.
public final class ThreadsViewModel implements Detail {
  private static final int EVERY_TICKS = 2;

  private final ProcessLook<ThreadsDetail> look;

  /// The threads of a job's processes.
  public ThreadsViewModel(ProcessInspector inspector, Background background) {
    look = new ProcessLook<>(background, inspector::threads, EVERY_TICKS);
  }

  /// What is to be seen.
  public ReadOnlyObjectProperty<Sight<ThreadsDetail>> threadsProperty() {
    return look.sightProperty();
  }

  /// `12 threads, 1 of them running`.
  static String summary(ThreadsDetail detail) {
    List<ThreadDetail> threads = detail.threads();
    long running = threads.stream().filter(t -> t.state() == RunState.RUNNING).count();
    if (threads.size() != 1) {
      return Text.of("threads.summary", threads.size(), running);
    }
    return running == 1 ? Text.of("threads.one-running") : Text.of("threads.one");
  }

  /// What a thread waits for, as a sentence without its end; a dash while it runs.
  static String waits(ThreadDetail thread) {
    return thread.waitsFor().or(thread::kernelPlace).orElse(Text.of("unknown"));
  }

  /// Its share of one processor, a dash before there is one.
  static String share(ThreadDetail thread) {
    return thread.cpuShare().isPresent()
        ? Math.round(thread.cpuShare().getAsDouble() * 100) + "%"
        : Text.of("unknown");
  }

  @Override
  public void choose(Subject next) {
    look.choose(next);
  }

  @Override
  public void showing(boolean now) {
    look.showing(now);
  }

  @Override
  public void look() {
    look.look();
  }
}
