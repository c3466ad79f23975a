package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.Worker;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;

/// Takes the pictures of the process tree. The order never changes: workers in the order in which
/// they were started, a replacement right below the one that it replaces.
public final class ProcessesCamera implements Camera<ProcessesPicture> {
  /// How long a tombstone keeps a row of its own before it is folded into one with the others.
  static final long TOMBSTONE_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final RowWriter writer = new RowWriter();

  @Override
  public ProcessesPicture take(JobModel model, Moment moment) {
    if (model.job().isEmpty()) {
      return ProcessesPicture.EMPTY;
    }
    List<Worker> old = new ArrayList<>();
    List<ProcessRow> rows = new ArrayList<>();
    writer.begin(model, moment);
    rows.add(writer.pool());
    model.foreign().helpers().forEach(helper -> rows.add(writer.helper(helper)));
    for (Worker worker : inOrder(model)) {
      if (worker.isDead() && moment.nowNanos() - worker.endedNanos() > TOMBSTONE_NANOS) {
        old.add(worker);
      } else {
        writer.worker(worker, RowKey.POOL, rows);
      }
    }
    if (!old.isEmpty()) {
      rows.add(tombs(old.size()));
      old.forEach(worker -> writer.worker(worker, RowKey.TOMBS, rows));
    }
    return new ProcessesPicture(rows);
  }

  private static List<Worker> inOrder(JobModel model) {
    int count = model.workerCount();
    int[] replacedBy = new int[count + 1];
    for (Worker worker : model.workers()) {
      worker.replaces().ifPresent(dead -> replacedBy[dead] = worker.number());
    }
    List<Worker> order = new ArrayList<>(count);
    for (Worker first : model.workers()) {
      if (first.replaces().isEmpty()) {
        for (int next = first.number(); next != 0; next = replacedBy[next]) {
          order.add(model.worker(next));
        }
      }
    }
    return order;
  }

  private static ProcessRow tombs(int count) {
    String name = count == 1 ? Text.of("row.tomb") : Text.of("row.tombs", count);
    return new ProcessRow(
        RowKey.TOMBS,
        Optional.of(RowKey.POOL),
        0,
        Optional.empty(),
        Mark.ENDED,
        ProcessRow.Tint.TOMBSTONE,
        new ProcessRow.Cells(name, "", "", "", "", ""),
        ProcessRow.Figures.NONE,
        MemoryLevel.UNKNOWN,
        OptionalInt.empty());
  }
}
