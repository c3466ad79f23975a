package dev.lifeguard.demo;

import java.util.List;
import java.util.Optional;

/// The built-in demonstrations.
public final class Scenarios {
  private static final List<Scenario> ALL = List.of(SigkillScenario.scenario());

  private Scenarios() {}

  /// All of them, in the order in which they are listed.
  public static List<Scenario> all() {
    return ALL;
  }

  /// The one of this name.
  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
