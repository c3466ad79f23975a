package dev.lifeguard.gui.events;

import java.util.List;

/// The list at one moment. Lines count from 0, also those that are not kept any more.
///
/// @param pages the pages that are kept, the first of which begins with line `first`
/// @param first the first line that is kept
/// @param total how many lines there were
/// @param filter what `matches` was made for
/// @param matches the lines that pass it, counted from `first`; of no meaning when all do
public record EventsPicture(
    List<EventPage> pages, long first, long total, EventFilter filter, LineNumbers matches) {
  /// Nothing has happened.
  public static final EventsPicture EMPTY =
      new EventsPicture(List.of(), 0, 0, EventFilter.ALL, LineNumbers.NONE);

  int rowCount() {
    return filter.isAll() ? (int) (total - first) : matches.size();
  }

  EventLine line(int row) {
    int i = filter.isAll() ? row : matches.get(row);
    return pages.get(i / EventPage.SIZE).get(i % EventPage.SIZE);
  }
}
