package dev.lifeguard.demo;

import java.util.List;

/// A demonstration that checks itself: one job or a few of them, something that goes wrong in each,
/// and what is expected of Lifeguard then.
///
/// @param name what it is called on the command line
/// @param title one line for menus
/// @param story two sentences for the audience
/// @param acts its jobs, in the order in which they are shown; most demonstrations have one
/// @param order whether they are shown at the same time in a terminal; windows always do
public record Scenario(String name, String title, List<String> story, List<Act> acts, Order order) {
  /// How several acts follow each other.
  public enum Order {
    /// Each when the one before has ended.
    ONE_BY_ONE,
    /// All at the same time.
    SIDE_BY_SIDE
  }

  /// Copies the lists.
  public Scenario {
    story = List.copyOf(story);
    acts = List.copyOf(acts);
  }

  /// A demonstration whose acts follow one another.
  Scenario(String name, String title, List<String> story, List<Act> acts) {
    this(name, title, story, acts, Order.ONE_BY_ONE);
  }

  /// Whether every act can be shown where no Python is installed.
  public boolean isWithoutPython() {
    return acts.stream().noneMatch(act -> act.needs() == Act.Needs.PYTHON);
  }
}
