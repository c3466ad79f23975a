package dev.lifeguard.journal;

import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Worker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Everything that a model knows, as lines that can be compared.
final class ModelText {
  private ModelText() {}

  static JobModel fold(List<PoolEvent> events) {
    JobModel model = new JobModel();
    events.forEach(model::apply);
    return model;
  }

  /// What is expected of the story, from a file in which `{sentence 3}` stands for the sentence of
  /// the third incident, whose wording is none of the recording's business.
  static String expected(String file) throws IOException {
    String text = Files.readString(Path.of("src/test/resources/story", file));
    for (Incident incident : fold(Story.events()).incidents()) {
      text = text.replace("{sentence " + incident.id() + "}", incident.sentence());
    }
    return text;
  }

  static List<String> of(JobModel model) {
    List<String> lines = new ArrayList<>();
    lines.add("job " + model.job());
    lines.add("end " + model.end() + " gave up " + model.gaveUp());
    lines.add("stopping " + model.stopping() + " fault " + model.recordingFault());
    lines.add("attempts " + model.attemptsStarted() + " lost " + model.lostAttempts() + " retried");
    lines.add("supervisor " + model.supervisor() + " cost " + model.samplerCostNanos());
    for (int task = 1; task <= model.taskCount(); task++) {
      lines.add(
          "task %d %s attempts %d worker %d %d..%d %s %s"
              .formatted(
                  task,
                  model.taskState(task),
                  model.attempts(task),
                  model.taskWorker(task),
                  model.taskStartedNanos(task),
                  model.taskEndedNanos(task),
                  model.item(task),
                  model.failure(task)));
    }
    model.workers().forEach(worker -> lines.add(of(worker)));
    model.incidents().forEach(incident -> lines.add(incident + " " + incident.sentence()));
    return lines;
  }

  private static String of(Worker worker) {
    return "worker %d %s %s done %d signals %s ended %d %s incident %s reading %s descendants %s"
        .formatted(
            worker.number(),
            worker.state(),
            worker.process(),
            worker.tasksDone(),
            worker.signals(),
            worker.endedNanos(),
            worker.exitStatus(),
            worker.incident(),
            worker.reading(),
            worker.descendants());
  }
}
