package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What failed tasks ended with, in the few words that a person reads at a glance; the whole error
/// is in the results file. Bounded, because a million tasks can fail: equal errors are kept once,
/// texts are short, and when there are too many different ones only their type is kept.
final class FailureNotes {
  private static final int MOST_CHARACTERS = 120;
  private static final int MOST_DIFFERENT = 10_000;

  private static final int MOST_FIRST = 20;

  private final List<Integer> first = new ArrayList<>();
  private final Map<Integer, TaskAnswer.Failure> byTask = new HashMap<>();
  private final Map<TaskAnswer.Failure, TaskAnswer.Failure> different = new HashMap<>();

  void put(int task, TaskAnswer.Failure failure) {
    TaskAnswer.Failure note = note(failure, shortened(failure.message()));
    boolean room = different.size() < MOST_DIFFERENT || different.containsKey(note);
    byTask.put(task, shared(room ? note : note(failure, "")));
    if (first.size() < MOST_FIRST) {
      first.add(task);
    }
  }

  /// The task has not failed after all: its result did not survive, and it is run again.
  void remove(int task) {
    byTask.remove(task);
    first.remove(Integer.valueOf(task));
  }

  /// The tasks that failed first, in that order, at most 20.
  List<Integer> first() {
    return Collections.unmodifiableList(first);
  }

  Optional<TaskAnswer.Failure> get(int task) {
    // A picture asks this of a million tasks.
    return byTask.isEmpty() ? Optional.empty() : Optional.ofNullable(byTask.get(task));
  }

  private TaskAnswer.Failure shared(TaskAnswer.Failure note) {
    TaskAnswer.Failure known = different.putIfAbsent(note, note);
    return known == null ? note : known;
  }

  private static TaskAnswer.Failure note(TaskAnswer.Failure failure, String message) {
    return new TaskAnswer.Failure(failure.type(), message, Payload.EMPTY, failure.limit());
  }

  private static String shortened(String message) {
    return message.length() <= MOST_CHARACTERS
        ? message
        : message.substring(0, MOST_CHARACTERS - 1) + "…";
  }
}
