package dev.lifeguard.gui.inspector;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.job.OutputLine;
import dev.lifeguard.job.WorkerOutput;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// The lines that were looked at lately, page by page, fetched when they are first wanted. JavaFX
/// thread.
final class OutputPages {
  /// Lines in a page.
  static final int SIZE = 256;

  private static final int MOST_PAGES = 64;

  private final WorkerOutput output;
  private final Background background;
  private final Runnable onArrival;
  private final Map<Integer, List<OutputLine>> pages =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, List<OutputLine>> eldest) {
          return size() > MOST_PAGES;
        }
      };
  private final Set<Integer> fetching = new HashSet<>();
  private int edition;

  /// @param onArrival told when lines are there that were asked for before
  OutputPages(WorkerOutput output, Background background, Runnable onArrival) {
    this.output = output;
    this.background = background;
    this.onArrival = onArrival;
  }

  /// A line, if it is there already; else it is fetched.
  ///
  /// @param lines how many lines there are
  Optional<OutputLine> line(int number, int lines) {
    int page = number / SIZE;
    List<OutputLine> known = pages.getOrDefault(page, List.of());
    int index = number % SIZE;
    if (index < known.size()) {
      return Optional.of(known.get(index));
    }
    if (number < lines && fetching.add(page)) {
      fetch(page);
    }
    return Optional.empty();
  }

  private void fetch(int page) {
    int asked = edition;
    background.call(
        () -> output.lines(page * SIZE, SIZE),
        lines -> {
          if (asked == edition) {
            fetching.remove(page);
            List<OutputLine> before = pages.getOrDefault(page, List.of());
            pages.put(page, lines);
            // Else whoever draws would ask again at once, for ever.
            if (lines.size() > before.size()) {
              onArrival.run();
            }
          }
        },
        // Told by the next look, which meets it as well.
        _ -> fetching.remove(page));
  }

  /// Forgets everything, because numbers have another meaning now.
  void clear() {
    edition++;
    pages.clear();
    fetching.clear();
  }
}
