package dev.lifeguard.jobfile;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Guesses what somebody meant to write.
final class Nearest {
  private Nearest() {}

  /// The candidate that is nearest to a text, if one is near enough: a third of its letters may be
  /// wrong, swapped, missing or too many.
  static Optional<String> to(String wrong, List<String> candidates) {
    if (wrong.length() > 40) {
      return Optional.empty();
    }
    String text = wrong.toLowerCase(Locale.ROOT);
    return candidates.stream()
        .filter(candidate -> distance(text, candidate) <= Math.max(1, candidate.length() / 3))
        .min(Comparator.comparingInt(candidate -> distance(text, candidate)));
  }

  /// The optimal string alignment distance: insertions, deletions, replacements and swaps.
  private static int distance(String a, String b) {
    int[][] cost = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        cost[i][j] = i == 0 ? j : j == 0 ? i : cheapest(cost, a, b, i, j);
      }
    }
    return cost[a.length()][b.length()];
  }

  private static int cheapest(int[][] cost, String a, String b, int i, int j) {
    int replaced = cost[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int best = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(best, cost[i - 2][j - 2] + 1) : best;
  }
}
