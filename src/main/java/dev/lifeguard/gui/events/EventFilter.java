package dev.lifeguard.gui.events;

import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/// Which lines are to be shown: those in which a text is found, in whatever case. Immutable.
final class EventFilter {
  static final EventFilter ALL = new EventFilter("");

  private final String text;
  private final Set<EventKind> kinds = EnumSet.noneOf(EventKind.class);
  private final Set<EventSource> sources = EnumSet.noneOf(EventSource.class);

  EventFilter(String text) {
    this.text = text.strip().toLowerCase(Locale.ROOT);
    for (EventKind kind : EventKind.values()) {
      if (isIn(kind.word())) {
        kinds.add(kind);
      }
    }
    for (EventSource source : EventSource.values()) {
      if (isIn(source.word())) {
        sources.add(source);
      }
    }
  }

  String text() {
    return text;
  }

  boolean isAll() {
    return text.isEmpty();
  }

  boolean passes(EventPage page, int i) {
    return kinds.contains(page.kind(i))
        || sources.contains(page.source(i))
        || isIn(page.detail(i))
        || isIn(Subjects.of(page.worker(i), page.task(i)));
  }

  private boolean isIn(String there) {
    int length = text.length();
    for (int i = 0; i <= there.length() - length; i++) {
      if (there.regionMatches(true, i, text, 0, length)) {
        return true;
      }
    }
    return false;
  }
}
