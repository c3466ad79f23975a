package dev.lifeguard.cli;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.shell.JobTab;
import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.Screenshot;
import dev.lifeguard.jobfile.Durations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard open`: the window, or a picture of it.
@Command(
    name = "open",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Opens the window: empty, on a job, a run, a recording or a foreign pool.",
      "That is a new run of a job file, a live or finished run, a packed recording, or a pool that"
          + " Lifeguard did not start, by its process number (pid:4711 forces that)."
    })
final class OpenCommand implements Callable<Integer> {
  private static final Pattern SIZE = Pattern.compile("(\\d{3,5})x(\\d{3,5})");
  private static final Pattern PROCESS = Pattern.compile("(pid:)?\\d{1,9}");
  private static final String DEMO = "demo:";

  /// JavaFX draws into one texture, and this is as large as they are everywhere.
  private static final int MOST_PIXELS = 8192;

  @Parameters(
      arity = "0..1",
      paramLabel = "JOB.yaml|RUN_DIR|FILE.lifeguard|PID|demo:NAME",
      description = "What to open in it.")
  private Optional<String> what = Optional.empty();

  @Option(
      names = "--screenshot",
      paramLabel = "FILE.png",
      description = "Write a picture of the window instead of showing it; needs no display.")
  private Optional<Path> screenshot = Optional.empty();

  @Option(names = "--size", paramLabel = "WxH", description = "Of the picture, in pixels.")
  private String size = "1280x800";

  @Option(names = "--theme", paramLabel = "light|dark", description = "Of the picture.")
  private Theme theme = Theme.LIGHT;

  @Option(names = "--presenter", description = "The picture in presenter mode.")
  private boolean presenter;

  @Option(
      names = "--tab",
      paramLabel = "NAME",
      split = ",",
      description =
          "What is in front in the picture, of ${COMPLETION-CANDIDATES}; or two of them:"
              + " output,queue.")
  private List<JobTab> tabs = List.of();

  @Option(
      names = "--after",
      paramLabel = "D",
      description = "How long the window is looked at before the picture is taken: 5s.")
  private String after = "2s";

  @Override
  public Integer call() throws JobStarter.Refusal {
    Desktop desktop = Desktop.here();
    Optional<Supplier<OpenAnswer>> opening =
        what.isPresent() ? Optional.of(opening(desktop, what.get())) : Optional.empty();
    if (screenshot.isPresent()) {
      return desktop.picture(opening, request(screenshot.get()));
    }
    return opening.isPresent() ? desktop.show(opening.get()) : desktop.showEmpty();
  }

  private static Supplier<OpenAnswer> opening(Desktop desktop, String what)
      throws JobStarter.Refusal {
    if (!what.startsWith("pid:") && Files.exists(Path.of(what))) {
      return desktop.path(Path.of(what).toAbsolutePath());
    }
    if (what.startsWith(DEMO)) {
      return desktop.demo(what.substring(DEMO.length()));
    }
    if (PROCESS.matcher(what).matches()) {
      return desktop.process(Long.parseLong(what.substring(what.indexOf(':') + 1)));
    }
    throw refusal(what + ": there is no such file or directory");
  }

  private Screenshot.Request request(Path file) throws JobStarter.Refusal {
    Matcher numbers = SIZE.matcher(size);
    if (!numbers.matches()) {
      throw refusal("--size: '" + size + "' is no size; write WIDTHxHEIGHT, as in 1280x800");
    }
    int width = Integer.parseInt(numbers.group(1));
    int height = Integer.parseInt(numbers.group(2));
    if (width > MOST_PIXELS || height > MOST_PIXELS) {
      throw refusal("--size: at most " + MOST_PIXELS + " pixels wide and high");
    }
    return new Screenshot.Request(
        file, width, height, theme, Appearance.USUAL_FONT_SIZE, presenter, tabs, duration());
  }

  private Duration duration() throws JobStarter.Refusal {
    try {
      return Durations.parse(after);
    } catch (IllegalArgumentException e) {
      throw refusal("--after: " + e.getMessage());
    }
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
