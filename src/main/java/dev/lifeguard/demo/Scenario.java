package dev.lifeguard.demo;

import java.util.List;

/// A demonstration that checks itself: one job or a few of them after the other, something that
/// goes wrong in each, and what is expected of Lifeguard then.
///
/// @param name what it is called on the command line
/// @param title one line for menus
/// @param story two sentences for the audience
/// @param acts its jobs, in the order in which they are shown; most demonstrations have one
public record Scenario(String name, String title, List<String> story, List<Act> acts) {
  /// Copies the lists.
  public Scenario {
    story = List.copyOf(story);
    acts = List.copyOf(acts);
  }

  /// Whether every act can be shown where no Python is installed.
  public boolean isWithoutPython() {
    return acts.stream().noneMatch(act -> act.needs() == Act.Needs.PYTHON);
  }
}
