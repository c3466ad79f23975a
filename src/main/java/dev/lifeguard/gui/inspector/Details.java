package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// The tabs that look into the chosen process, together. JavaFX thread.
public final class Details {
  private final OutputViewModel output;
  private final MemoryViewModel memory;
  private final ThreadsViewModel threads;
  private final ProcessViewModel process;
  private final List<Detail> all = new ArrayList<>();
  private Subject subject = Subject.NONE;
  private Optional<DumpViewModel> dumps = Optional.empty();
  private boolean inSight;

  /// The details of a job's processes; nobody has chosen one yet.
  ///
  /// @param output what its workers print; absent where that is not kept
  /// @param inspector reads processes
  /// @param family the processes of the pool that live now
  public Details(
      Optional<JobOutput> output,
      ProcessInspector inspector,
      Supplier<List<ProcessIdentity>> family,
      Background background) {
    this.output = new OutputViewModel(output, background);
    memory = new MemoryViewModel(inspector, family, background);
    threads = new ThreadsViewModel(inspector, background);
    process = new ProcessViewModel(inspector, ZoneId.systemDefault(), background);
    all.addAll(List.of(this.output, memory, threads, process));
  }

  /// The memory of the chosen process.
  public MemoryViewModel memory() {
    return memory;
  }

  /// What its threads wait for.
  public ThreadsViewModel threads() {
    return threads;
  }

  /// Everything else about it.
  public ProcessViewModel process() {
    return process;
  }

  /// Lets somebody else know what is chosen and when to look, who is looked at with the threads.
  public void add(DumpViewModel dumps) {
    all.add(dumps);
    this.dumps = Optional.of(dumps);
  }

  /// What the chosen worker prints.
  public OutputViewModel output() {
    return output;
  }

  /// One of them has come into sight, and the others have gone out of it.
  public void showOnly(Optional<Detail> next) {
    inSight = next.isPresent();
    for (Detail detail : all) {
      detail.showing(next.isPresent() && isPartOf(detail, next.get()));
    }
  }

  private boolean isPartOf(Detail detail, Detail shown) {
    boolean companion = dumps.isPresent() && dumps.get().equals(detail) && threads.equals(shown);
    return companion || shown.equals(detail);
  }

  /// Whether one of them is looked at.
  public boolean isInSight() {
    return inSight;
  }

  /// The user has chosen a process, or what is known of the chosen one has changed.
  public void choose(Subject next) {
    if (!next.equals(subject)) {
      subject = next;
      all.forEach(detail -> detail.choose(next));
    }
  }

  /// Shows the next picture.
  public void show(IncidentsPicture picture) {
    output.show(picture);
  }

  /// It is time for those that are in sight to look again.
  public void look() {
    all.forEach(Detail::look);
  }

  /// Nobody looks any more.
  public void close() {
    showOnly(Optional.empty());
  }
}
