package dev.lifeguard.jobfile;

/// The name of a job, which becomes part of the name of a directory.
final class JobName {
  private static final int LONGEST = 80;

  private JobName() {}

  /// The text with everything replaced that a directory's name should not have; the text itself
  /// when it is a good name.
  static String of(String text) {
    String name =
        text.replaceAll("[^\\p{L}\\p{M}\\p{N}._ -]", "-").replaceFirst("^[^\\p{L}\\p{N}]+", "");
    int end =
        name.codePointCount(0, name.length()) > LONGEST
            ? name.offsetByCodePoints(0, LONGEST)
            : name.length();
    String cut = name.substring(0, end).stripTrailing();
    return cut.isEmpty() ? "job" : cut;
  }
}
