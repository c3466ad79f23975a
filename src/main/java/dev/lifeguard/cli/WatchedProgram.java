package dev.lifeguard.cli;

import dev.lifeguard.attach.ForeignPool;
import dev.lifeguard.attach.PoolInstrument;
import dev.lifeguard.gui.launch.FieldFault;
import dev.lifeguard.gui.launch.LaunchField;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.gui.shell.LaunchAnswer;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine;

/// Somebody else's program that the window launches to watch its pool: `lifeguard launch` without a
/// terminal. It is not ours: it goes on when its window is closed, and when this program ends.
final class WatchedProgram {
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT);

  // What was noted last is read when the end of the program has been heard of.
  private static final Duration LAST_LOOK = Duration.ofSeconds(2);

  private WatchedProgram() {}

  /// Where what such programs print is kept.
  static Path outputs(JobStarter starter) {
    return starter.runsRoot().resolveSibling("launched");
  }

  /// Starts it; the very words that the dialog shows to be copied are read.
  static LaunchAnswer launch(LaunchRequest request, Path outputs) {
    return launch(request, outputs, Launcher.here());
  }

  /// The same by the means of a system.
  static LaunchAnswer launch(LaunchRequest request, Path outputs, Launcher launcher) {
    LaunchCommand words = new LaunchCommand();
    new CommandLine(words).parseArgs(request.arguments().toArray(String[]::new));
    Path directory = Path.of(request.directory());
    String name = words.words().getFirst();
    Optional<Path> program = launcher.find(name, directory, System.getenv());
    if (program.isEmpty()) {
      return refused(launcher.missing(name).reason());
    }
    try {
      List<String> line = launcher.line(program.get(), words.words());
      return start(words, program.get(), line, directory, outputs);
    } catch (JobStarter.Refusal e) {
      return refused(String.join("; ", e.lines()));
    } catch (IOException e) {
      return refused(name + ": it cannot be started: " + RunWiring.reason(e));
    }
  }

  private static LaunchAnswer start(
      LaunchCommand words, Path program, List<String> line, Path directory, Path outputs)
      throws JobStarter.Refusal, IOException {
    Files.createDirectories(outputs);
    String name =
        program.getFileName() + "-" + STAMP.format(LocalDateTime.now(ZoneId.systemDefault()));
    Optional<PoolInstrument> instrument = words.instrument(program);
    try {
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .directory(directory.toFile())
              .redirectErrorStream(true)
              .redirectOutput(
                  ProcessBuilder.Redirect.appendTo(outputs.resolve(name + ".log").toFile()));
      Map<String, String> variables = builder.environment();
      instrument.ifPresent(it -> variables.putAll(it.environment(Map.copyOf(variables))));
      Process process = builder.start();
      process.getOutputStream().close(); // there is nobody who would type
      instrument.ifPresent(it -> Thread.ofVirtual().start(() -> clearAway(it, process)));
      return watch(process, directory);
    } catch (IOException | RuntimeException refusal) {
      instrument.ifPresent(PoolInstrument::close);
      throw refusal;
    }
  }

  private static void clearAway(PoolInstrument instrument, Process process) {
    process.onExit().join();
    try {
      Thread.sleep(LAST_LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    instrument.close();
  }

  private static LaunchAnswer watch(Process process, Path directory) {
    Probes probes = Probes.forThisSystem();
    Optional<ProcessIdentity> root = probes.identity(process.pid());
    return root.flatMap(it -> ForeignPool.watch(it, probes))
        .<LaunchAnswer>map(pool -> new LaunchAnswer.Launched(ForeignPools.job(pool, directory)))
        .orElse(refused("the program has ended before it could be looked at"));
  }

  private static LaunchAnswer refused(String sentence) {
    return new LaunchAnswer.Refused(List.of(new FieldFault(LaunchField.TARGET, sentence)));
  }
}
