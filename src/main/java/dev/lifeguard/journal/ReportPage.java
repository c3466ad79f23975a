package dev.lifeguard.journal;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.Evidence;
import dev.lifeguard.job.FailureSentence;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.TimelineEntry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/// The report for people: what the job did, and every incident with its evidence and time line.
final class ReportPage {
  /// A report is read by people; whoever wants thousands of failures reads the results.
  private static final int MOST_UNWELL = 100;

  private ReportPage() {}

  /// The title of the page.
  static String title(JobModel model) {
    return "Report of the job " + model.job().map(job -> job.name()).orElse("without a name");
  }

  /// Fills the page.
  static void fill(Page page, JobModel model) {
    page.heading(1, title(model));
    page.paragraph(fate(model));
    if (!model.recordingFault().isEmpty()) {
      page.paragraph(model.recordingFault());
    }
    page.table(tasks(model));
    page.paragraph(numbers(model));
    fillUnwell(page, model);
    if (!model.incidents().isEmpty()) {
      page.heading(2, "Incidents");
    }
    model.incidents().forEach(incident -> fill(page, incident));
  }

  private static String numbers(JobModel model) {
    StringBuilder text = new StringBuilder();
    text.append(model.attemptsStarted()).append(" attempts, ");
    text.append(model.lostAttempts()).append(" of them lost");
    append(text, model.interruptedAttempts(), " interrupted at the soft time limit");
    text.append("; ").append(model.workerCount()).append(" workers, ");
    text.append(model.diedWorkers()).append(" of them died");
    append(text, model.recycledWorkers(), " recycled");
    text.append('.');
    int repeated = model.taskCount() - model.countingTasks();
    if (repeated > 0) {
      text.append(" Of ").append(repeated).append(repeated == 1 ? " task" : " tasks");
      text.append(" that a user ran once more, the newest counts.");
    }
    return text.toString();
  }

  private static void append(StringBuilder text, int count, String what) {
    if (count > 0) {
      text.append(", ").append(count).append(what);
    }
  }

  private static String fate(JobModel model) {
    String from = model.job().map(job -> "Started " + IsoTime.text(job.startedAt())).orElse("");
    Optional<String> to = ReportJson.ended(model).map(IsoTime::text);
    return from
        + model
            .end()
            .map(end ->
                ", "
                    + EventEncoder.END.of(end.end()).replace('-', ' ')
                    + to.map(time -> " " + time).orElse("")
                    + ", exit status "
                    + end.exitCode())
            .orElse(", has not ended")
        + model.gaveUp().map(e -> ": " + e.reason()).orElse("")
        + ".";
  }

  private static List<List<String>> tasks(JobModel model) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("Tasks", String.valueOf(model.countingTasks())));
    for (TaskState state : TaskState.values()) {
      if (model.countOfCounting(state) > 0) {
        rows.add(List.of(word(state), String.valueOf(model.countOfCounting(state))));
      }
    }
    return rows;
  }

  private static void fillUnwell(Page page, JobModel model) {
    Map<Integer, Integer> incidentOfTask = new HashMap<>();
    model
        .incidents()
        .forEach(each -> each.task().ifPresent(task -> incidentOfTask.put(task, each.id())));
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("task", "item", "ended as", "attempts", "because of"));
    int unwell = 0;
    for (int task = 1; task <= model.taskCount(); task++) {
      TaskState state = model.taskState(task);
      boolean unwellEnd = state.isFinal() && state != TaskState.DONE && state != TaskState.NOT_RUN;
      if (unwellEnd && !model.isSuperseded(task)) {
        unwell++;
        if (rows.size() <= MOST_UNWELL) {
          rows.add(unwell(model, task, incidentOfTask));
        }
      }
    }
    if (unwell > 0) {
      page.heading(2, "Tasks that did not end well");
      page.table(rows);
    }
    if (unwell > MOST_UNWELL) {
      page.paragraph("And " + (unwell - MOST_UNWELL) + " more; results.jsonl has all of them.");
    }
  }

  private static List<String> unwell(
      JobModel model, int task, Map<Integer, Integer> incidentOfTask) {
    Optional<String> error =
        model.failure(task).map(failure -> FailureSentence.of(failure, model.job()));
    Optional<String> incident =
        Optional.ofNullable(incidentOfTask.get(task)).map(id -> "incident " + id);
    return List.of(
        String.valueOf(task),
        model.item(task),
        word(model.taskState(task)),
        String.valueOf(model.attempts(task)),
        error.or(() -> incident).orElse(""));
  }

  private static String word(TaskState state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static void fill(Page page, Incident incident) {
    page.heading(3, "Incident " + incident.id());
    page.paragraph(
        incident.sentence()
            + (incident.isDeath() ? ". The cause is " : ". That it hung is ")
            + EventEncoder.CERTAINTY.of(incident.cause().certainty())
            + ".");
    if (!incident.evidence().isEmpty()) {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("ms", "source", "evidence"));
      for (Evidence one : incident.evidence()) {
        rows.add(List.of(millis(incident, one.atNanos()), one.source(), one.text()));
      }
      page.table(rows);
    }
    List<List<String>> steps = new ArrayList<>();
    steps.add(List.of("ms", "step", "particulars"));
    for (TimelineEntry entry : incident.timeline()) {
      String step = entry.step().name().toLowerCase(Locale.ROOT).replace('_', ' ');
      steps.add(List.of(millis(incident, entry.atNanos()), step, entry.note()));
    }
    page.table(steps);
    page.paragraph("Memory when last measured: " + memory(incident.memory()) + ".");
    if (!incident.output().isEmpty()) {
      page.paragraph("Its last output:");
      page.verbatim(incident.output());
    }
  }

  private static String millis(Incident incident, long atNanos) {
    return String.format(Locale.ROOT, "%.3f", (atNanos - incident.originNanos()) / 1e6);
  }

  private static String memory(MemoryReading memory) {
    return "resident "
        + size(memory.residentBytes())
        + ", at its peak "
        + size(memory.peakResidentBytes())
        + ", committed "
        + size(memory.committedBytes())
        + ", reserved "
        + size(memory.reservedBytes());
  }

  private static String size(OptionalLong bytes) {
    return bytes.isPresent() ? ByteSize.text(bytes.getAsLong()) : "unknown";
  }
}
