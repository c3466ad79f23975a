package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.Text;
import dev.lifeguard.job.WorkerOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The lines that hold what the user looks for; grows with the output. JavaFX thread.
final class OutputSearch {
  /// Nobody walks through more.
  static final int MOST = 10_000;

  private final Background background;
  private final Runnable onChange;
  private final List<Integer> found = new ArrayList<>();
  private String query = "";
  private int searched;
  private int current = -1;
  private int round;
  private boolean busy;

  /// @param onChange told when there is more to be seen than before
  OutputSearch(Background background, Runnable onChange) {
    this.background = background;
    this.onChange = onChange;
  }

  /// Looks for something else, from the beginning.
  void begin(String text) {
    round++;
    query = text.strip();
    found.clear();
    searched = 0;
    current = -1;
    busy = false;
  }

  /// Looks through the lines that were not looked through yet.
  ///
  /// @param lines how many there are
  void goOn(WorkerOutput output, int lines) {
    if (query.isEmpty() || busy || searched >= lines || found.size() >= MOST) {
      return;
    }
    int asked = round;
    String text = query;
    int from = searched;
    busy = true;
    background.call(
        () -> output.find(text, from, MOST - found.size()),
        more -> {
          if (asked == round) {
            busy = false;
            searched = lines;
            found.addAll(more.stream().filter(line -> line < lines).toList());
            onChange.run();
          }
        },
        _ -> busy &= asked != round);
  }

  /// Goes to the match after the current one, round the end; to the last one at first, because the
  /// newest lines are the ones that are on the screen.
  int next() {
    current = found.isEmpty() ? -1 : current < 0 ? found.size() - 1 : (current + 1) % found.size();
    return line();
  }

  /// Goes to the match before.
  int previous() {
    current = found.isEmpty() ? -1 : (current <= 0 ? found.size() : current) - 1;
    return line();
  }

  /// The line of the current match, -1 without one.
  int line() {
    return current < 0 ? -1 : found.get(current);
  }

  boolean holds(int line) {
    return Collections.binarySearch(found, line) >= 0;
  }

  boolean isEmpty() {
    return found.isEmpty();
  }

  /// `3 of 17`, `17 found`, `nothing found`; empty without a question.
  String position() {
    if (query.isEmpty() || (busy && found.isEmpty())) {
      return "";
    }
    if (found.isEmpty()) {
      return Text.of("output.none-found");
    }
    String count =
        found.size() >= MOST ? Text.of("output.many", MOST) : String.valueOf(found.size());
    return current < 0
        ? Text.of("output.found", count)
        : Text.of("output.position", current + 1, count);
  }
}
