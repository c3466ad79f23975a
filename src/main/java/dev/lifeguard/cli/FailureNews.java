package dev.lifeguard.cli;

import dev.lifeguard.job.FailureSentence;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import java.util.ArrayList;
import java.util.List;

/// The lines that tell of the first few exceptions in a terminal, so that nobody has to look for
/// why nothing works; a job can have a million of them. Called on the supervisor's thread.
final class FailureNews {
  private static final int MOST = 5;

  private int told;

  /// The lines about failures since the last call.
  List<String> lines(JobModel model) {
    List<Integer> failed = model.firstFailed();
    List<String> lines = new ArrayList<>();
    for (; told < Math.min(failed.size(), MOST); told++) {
      int task = failed.get(told);
      lines.add(
          "["
              + RunReporter.clock(model.taskEndedNanos(task))
              + "] task "
              + task
              + (model.item(task).isEmpty() ? "" : " (" + model.item(task) + ")")
              + (model.taskState(task) == TaskState.TIMED_OUT ? " timed out: " : " failed: ")
              + model
                  .failure(task)
                  .map(failure -> FailureSentence.of(failure, model.job()))
                  .orElse(""));
    }
    if (told == MOST && failed.size() > MOST) {
      told++;
      lines.add("further failures are not told here; results.jsonl has all of them");
    }
    return lines;
  }
}
