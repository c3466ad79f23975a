package dev.lifeguard.gui.events;

import dev.lifeguard.gui.common.Camera;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Keeps the latest lines and takes pictures of them. The oldest page goes when there are too many;
/// the journal still has it.
public final class EventsCamera implements Camera<EventsPicture> {
  /// About ten megabytes, besides the texts.
  static final int MOST_PAGES = 64;

  private final List<EventPage> pages = new ArrayList<>();
  private final LineWriter writer = new LineWriter(this::add);
  private long first;
  private int kept;
  private volatile EventFilter wanted = EventFilter.ALL;
  private EventFilter searched = EventFilter.ALL;
  private int[] found = new int[1024];
  private int foundSize;
  private int foundIn;
  private List<EventPage> shared = List.of();

  /// From the next picture on, shows only lines with this text. Any thread.
  public void filter(String text) {
    wanted = new EventFilter(text);
  }

  @Override
  public void saw(PoolEvent event) {
    writer.write(event);
  }

  /// The same as [#saw].
  public void started(PoolEvent.TaskStarted event) {
    writer.started(event);
  }

  /// The same as [#saw].
  public void ended(PoolEvent.TaskEnded event) {
    writer.ended(event);
  }

  private void add(EventLine line) {
    if (kept == pages.size() * EventPage.SIZE) {
      if (pages.size() == MOST_PAGES) {
        pages.removeFirst();
        first += EventPage.SIZE;
        kept -= EventPage.SIZE;
        forgetFound();
      }
      pages.add(new EventPage());
      shared = List.of();
    }
    pages.getLast().put(kept % EventPage.SIZE, line);
    kept++;
  }

  /// What was found in the first page is gone, and everything else has moved up.
  private void forgetFound() {
    int gone = 0;
    while (gone < foundSize && found[gone] < EventPage.SIZE) {
      gone++;
    }
    int[] rest = new int[Math.max(1024, foundSize - gone)];
    for (int i = gone; i < foundSize; i++) {
      rest[i - gone] = found[i] - EventPage.SIZE;
    }
    found = rest;
    foundSize -= gone;
    foundIn = Math.max(0, foundIn - EventPage.SIZE);
  }

  @Override
  public EventsPicture take(JobModel model, Moment moment) {
    if (shared.size() != pages.size()) {
      shared = List.copyOf(pages);
    }
    EventFilter now = wanted;
    return new EventsPicture(
        shared, first, first + kept, now, now.isAll() ? LineNumbers.NONE : matches(now));
  }

  private LineNumbers matches(EventFilter now) {
    if (now != searched) {
      searched = now;
      found = new int[1024];
      foundSize = 0;
      foundIn = 0;
    }
    for (; foundIn < kept; foundIn++) {
      if (now.passes(pages.get(foundIn / EventPage.SIZE), foundIn % EventPage.SIZE)) {
        if (foundSize == found.length) {
          found = Arrays.copyOf(found, 2 * foundSize);
        }
        found[foundSize++] = foundIn;
      }
    }
    return new LineNumbers(found, foundSize);
  }
}
