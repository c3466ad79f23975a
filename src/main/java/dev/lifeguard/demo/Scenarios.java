package dev.lifeguard.demo;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The built-in demonstrations.
public final class Scenarios {
  private static final List<Scenario> ALL =
      List.of(
          DeathScenarios.sigkill(),
          DeathScenarios.sigterm(),
          DeathScenarios.sigsegv(),
          DeathScenarios.exit(),
          MemoryScenarios.oom(),
          MemoryScenarios.heap(),
          MemoryScenarios.leak(),
          SilenceScenarios.hang(),
          SilenceScenarios.freeze(),
          SilenceScenarios.pipe(),
          SilenceScenarios.grandchild(),
          DeathScenarios.poison(),
          DeathScenarios.crashLoop(),
          MemoryScenarios.commit(),
          ForkScenarios.fork(),
          PoolScenarios.murder());

  private Scenarios() {}

  /// All of them, in the order in which they are listed.
  public static List<Scenario> all() {
    return ALL;
  }

  /// A script for a live talk of ten minutes, in Markdown.
  public static String talk() {
    try (InputStream text = Scenarios.class.getResourceAsStream("talk.md")) {
      if (text == null) {
        throw new IllegalStateException("talk.md is missing from this installation");
      }
      return new String(text.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The one of this name.
  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
