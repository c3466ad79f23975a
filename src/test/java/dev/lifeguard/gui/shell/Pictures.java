package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Stories;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Paints the window to be looked at: `empty`, `running`, `killed` or `finished`.
final class Pictures {
  private Pictures() {}

  static void main(String[] args) {
    String what = args[0];
    ScriptedSource source = new ScriptedSource();
    Optional<Supplier<OpenAnswer>> opening =
        what.equals("empty")
            ? Optional.empty()
            : Optional.of(
                () -> new OpenAnswer.Opened(new OpenJob(source, OpenJob.Ownership.THIS_PROCESS)));
    switch (what) {
      case "running" -> source.tell(Stories.running().events());
      case "killed" -> source.tell(Stories.killed().events());
      case "finished" -> source.tell(Stories.finished().events());
      default -> {}
    }
    System.err.println(
        Screenshot.take(
            new NoWorkbench(),
            opening,
            new Screenshot.Request(
                Path.of(args[1]),
                Integer.parseInt(args[2]),
                Integer.parseInt(args[3]),
                Theme.valueOf(args[4]),
                Double.parseDouble(args[5]),
                Duration.ofMillis(1200))));
  }

  static final class NoWorkbench implements Workbench {
    @Override
    public LaunchDefaults launchDefaults() {
      return new LaunchDefaults("/home/kim/primes", 4);
    }

    @Override
    public LaunchAnswer launch(LaunchRequest request) {
      return new LaunchAnswer.Refused(List.of());
    }

    @Override
    public List<RunListing> recentRuns() {
      Instant at = Instant.parse("2026-11-20T11:40:05Z");
      return List.of(
          new RunListing(Path.of("/r/1"), "docbuild", at, RunListing.State.LIVE, "310 of 4021 done"),
          new RunListing(Path.of("/r/2"), "primes-demo", at, RunListing.State.ENDED, "61 of 61 done"),
          new RunListing(Path.of("/r/3"), "thumbnails", at, RunListing.State.INTERRUPTED, ""));
    }

    @Override
    public OpenAnswer open(Path runDirectory) {
      return new OpenAnswer.Refused("no");
    }

    @Override
    public OpenAnswer demo(String name) {
      return new OpenAnswer.Refused("no");
    }
  }
}
