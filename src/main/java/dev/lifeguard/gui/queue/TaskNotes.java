package dev.lifeguard.gui.queue;

import dev.lifeguard.gui.common.CauseWords;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.FailureSentence;
import dev.lifeguard.job.JobModel;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which incident cost a task its latest attempt, and what to say about it. Belongs to the thread
/// that folds the events.
final class TaskNotes {
  private final Map<Integer, Integer> incidentOfTask = new HashMap<>();
  private final Map<Integer, Long> waitsSince = new HashMap<>();

  void struck(int task, int incident) {
    incidentOfTask.put(task, incident);
  }

  /// Whether there is an incident, or a task that came back into the queue.
  boolean areAny() {
    return !incidentOfTask.isEmpty() || !waitsSince.isEmpty();
  }

  /// The task is in the queue once more.
  void waits(int task, long atNanos) {
    waitsSince.put(task, atNanos);
  }

  void begun(int task) {
    if (!waitsSince.isEmpty()) {
      waitsSince.remove(task);
    }
  }

  /// When a task came back into the queue; 0 for one that waits for the first time.
  long waitsSince(int task) {
    return waitsSince.isEmpty() ? 0 : waitsSince.getOrDefault(task, 0L);
  }

  /// The latest incident of a task, 0 without one.
  int incident(int task) {
    return incidentOfTask.isEmpty() ? 0 : incidentOfTask.getOrDefault(task, 0);
  }

  String note(JobModel model, int task) {
    if (model.repeats().isEmpty()) {
      // A picture of a job of which nobody had anything repeated asks this a million times.
      return ending(model, task);
    }
    Integer retryOf = model.repeats().get(task);
    String repeats = retryOf == null ? "" : Text.of("queue.repeats", retryOf);
    String repeated =
        model.repeatedBy(task).isEmpty()
            ? ""
            : Text.of("queue.repeated", model.repeatedBy(task).getAsInt());
    return Stream.of(repeats, ending(model, task), repeated)
        .filter(text -> !text.isEmpty())
        .collect(Collectors.joining("; "));
  }

  private String ending(JobModel model, int task) {
    int incident = incident(task);
    return model
        .failure(task)
        .map(failure -> FailureSentence.of(failure, model.job()))
        .orElseGet(() ->
            incident == 0
                ? ""
                : Text.of(
                    "queue.incident",
                    incident,
                    CauseWords.brief(model.incident(incident).cause())));
  }
}
