package dev.lifeguard.jobfile;

import java.util.List;
import java.util.stream.Collectors;

/// A job cannot be run as it is described. Holds everything that was found wrong, not only the
/// first thing, in the order in which it was found.
public final class JobFileException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  /// An exception of these problems, of which there is at least one.
  public JobFileException(List<Problem> problems) {
    super(problems.stream().map(Problem::line).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /// An exception of one problem.
  public JobFileException(Problem problem) {
    this(List.of(problem));
  }

  /// What is wrong, at least one thing.
  public List<Problem> problems() {
    return problems;
  }

  /// What is wrong, ready to print, one line each.
  public List<String> lines() {
    return problems.stream().map(Problem::line).toList();
  }
}
