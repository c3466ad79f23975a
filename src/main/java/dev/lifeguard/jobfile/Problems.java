package dev.lifeguard.jobfile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Collects what is wrong with one job, so that all of it is told at once.
final class Problems {
  /// More would only scroll the first ones away.
  private static final int MOST = 100;

  private final Map<String, Problem> found = new LinkedHashMap<>();
  private int dropped;

  /// Notes a problem. One that reads like an earlier one is dropped: a flag may stand for three
  /// keys.
  void add(Location at, String key, String text) {
    Problem problem = new Problem(at, key, text);
    if (found.size() < MOST) {
      found.putIfAbsent(problem.line(), problem);
    } else {
      dropped++;
    }
  }

  /// The exception for a problem after which reading cannot go on, with those found before.
  JobFileException fatal(Location at, String text) {
    add(at, "", text);
    return new JobFileException(sorted());
  }

  /// @throws JobFileException if anything was noted
  void throwIfAny() throws JobFileException {
    if (!found.isEmpty()) {
      throw new JobFileException(sorted());
    }
  }

  private List<Problem> sorted() {
    List<Problem> problems = new ArrayList<>(found.values());
    problems.sort(Comparator.comparingInt(problem -> order(problem.location())));
    if (dropped > 0) {
      Problem last = problems.getLast();
      problems.add(new Problem(last.location(), "", "and " + dropped + " more problems"));
    }
    return problems;
  }

  private static int order(Location location) {
    return switch (location) {
      case Location.Line line -> line.line();
      case Location.Flag _ -> Integer.MAX_VALUE;
    };
  }
}
