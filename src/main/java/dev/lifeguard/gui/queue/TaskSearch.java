package dev.lifeguard.gui.queue;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskState;
import java.util.BitSet;
import java.util.Locale;
import java.util.Optional;

/// The tasks that a text is found in. All tasks are looked at when the text becomes another one,
/// and only those found so far when it becomes longer, as it does while somebody types; after that
/// only those that something happened to. Belongs to the thread that folds the events.
final class TaskSearch {
  private final BitSet found = new BitSet();
  private String text = "";
  private String lower = "";
  private String upper = "";
  private int number;
  private int searched;

  /// Searches for another text; empty for none.
  void begin(String wanted, JobModel model) {
    if (wanted.equals(text)) {
      return;
    }
    int wantedNumber = numberIn(wanted);
    // Where the longer text is found, the one within it is.
    boolean isLonger = !text.isEmpty() && number == 0 && wantedNumber == 0 && contains(wanted);
    text = wanted;
    lower = wanted.toLowerCase(Locale.ROOT);
    upper = wanted.toUpperCase(Locale.ROOT);
    number = wantedNumber;
    if (isLonger) {
      for (int task = found.nextSetBit(1); task >= 0; task = found.nextSetBit(task + 1)) {
        found.set(task, matches(model, task));
      }
    } else {
      found.clear();
      searched = 0;
    }
  }

  private static int numberIn(String text) {
    boolean isNumber = text.matches("#\\d{1,9}");
    return isNumber ? Integer.parseInt(text.substring(1)) : 0;
  }

  /// Something happened to these tasks.
  void look(JobModel model, int first, int last) {
    for (int task = first; task <= Math.min(last, searched); task++) {
      found.set(task, matches(model, task));
    }
  }

  /// The tasks that match now.
  BitSet found(JobModel model) {
    for (int task = searched + 1; task <= model.taskCount(); task++) {
      if (matches(model, task)) {
        found.set(task);
      }
    }
    searched = model.taskCount();
    return found;
  }

  private boolean matches(JobModel model, int task) {
    if (number > 0) {
      return task == number;
    }
    if (model.attempts(task) == 0) {
      // Nothing is known of its item before it is begun.
      return false;
    }
    return contains(model.item(task))
        || (hasFailed(model.taskState(task)) && isIn(model.failure(task)));
  }

  private static boolean hasFailed(TaskState state) {
    return state == TaskState.FAILED || state == TaskState.TIMED_OUT;
  }

  private boolean isIn(Optional<TaskAnswer.Failure> failure) {
    return failure.isPresent()
        && (contains(failure.get().type()) || contains(failure.get().message()));
  }

  /// Whether the text is in there, in whatever case. By hand, because a million texts are looked at
  /// between two key strokes.
  private boolean contains(String there) {
    int length = lower.length();
    char first = lower.charAt(0);
    char firstUpper = upper.charAt(0);
    for (int i = 0; i <= there.length() - length; i++) {
      char c = there.charAt(i);
      if ((c == first || c == firstUpper) && there.regionMatches(true, i, text, 0, length)) {
        return true;
      }
    }
    return false;
  }
}
