package dev.lifeguard.demo;

import dev.lifeguard.job.HostSystem;
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

  private static final List<String> EVERYWHERE =
      List.of("exit", "oom", "heap", "leak", "crash-loop");

  private Scenarios() {}

  /// All of them, in the order in which they are listed.
  public static List<Scenario> all() {
    return ALL;
  }

  /// Why one cannot be shown on a system, a sentence without its end; empty when it can. Without
  /// signals, fork and memory that is promised without being there, those that show them have
  /// nothing to show.
  public static Optional<String> obstacle(Scenario scenario, HostSystem system) {
    return system != HostSystem.WINDOWS || EVERYWHERE.contains(scenario.name())
        ? Optional.empty()
        : Optional.of("it shows what only Linux does: signals, fork, or promised memory");
  }

  /// Those that can be shown on a system.
  public static List<Scenario> on(HostSystem system) {
    return ALL.stream().filter(each -> obstacle(each, system).isEmpty()).toList();
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
