package dev.lifeguard.job;

import java.util.OptionalInt;

/// One line that a worker printed.
///
/// @param task the task in whose time it began; absent when there was none
/// @param attempt that task's attempt, 0 without a task
public record OutputLine(OptionalInt task, int attempt, String text) {
  private static final String TASK = "[task ";
  private static final String NO_TASK = "[-] ";

  /// Reads the mark in front of a line that was kept: `[task 17.1] text`, `[-] text`. What has no
  /// such mark is Lifeguard's own, and belongs to no task.
  public static OutputLine of(String marked) {
    if (marked.startsWith(NO_TASK)) {
      return new OutputLine(OptionalInt.empty(), 0, marked.substring(NO_TASK.length()));
    }
    int dot = marked.indexOf('.');
    int end = marked.indexOf("] ");
    if (marked.startsWith(TASK) && dot > 0 && dot < end) {
      int task = number(marked, TASK.length(), dot);
      int attempt = number(marked, dot + 1, end);
      if (task > 0 && attempt > 0) {
        return new OutputLine(OptionalInt.of(task), attempt, marked.substring(end + 2));
      }
    }
    return new OutputLine(OptionalInt.empty(), 0, marked);
  }

  /// A positive number of up to nine digits, or 0.
  private static int number(String text, int from, int to) {
    boolean digits =
        to > from && to - from <= 9 && text.substring(from, to).chars().allMatch(c -> isDigit(c));
    return digits ? Integer.parseInt(text, from, to, 10) : 0;
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }
}
