package dev.lifeguard.cli;

import dev.lifeguard.attach.ForeignPool;
import dev.lifeguard.attach.PoolInstrument;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ThisSystem;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard launch`: starts a program and watches the pool in it. As its ancestor Lifeguard sees
/// everything, also where Yama hides other programs.
@Command(
    name = "launch",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Starts a program and watches the pool in it.",
      "The program has the terminal and its three streams to itself; what happens to its pool is"
          + " told on standard error."
    },
    footerHeading = "%nExit status:%n",
    footer = {
      "  that of the program; 128 + N if signal N ended it; on Windows its exit code;",
      "  127 there is no such program; 126 it cannot be started."
    })
final class LaunchCommand implements Callable<Integer> {
  private static final int SIGNAL_BASE = 128;

  /// The last words about a pool come a moment after its manager's end.
  private static final long LAST_WORDS_SECONDS = 2;

  @Option(
      names = "--json",
      arity = "0..1",
      fallbackValue = "",
      paramLabel = "FILE",
      description = "One JSON object per event, on standard error or into a file.")
  private Optional<String> json = Optional.empty();

  /// What `--rescue` can say.
  enum Rescue {
    raise,
    retry
  }

  @Option(
      names = "--rescue",
      arity = "0..1",
      fallbackValue = "raise",
      paramLabel = "retry",
      description = {
        "Python's multiprocessing.Pool: when a worker dies with a task in its hands, the waiting",
        "call gets a WorkerLostError instead of waiting for ever; with --rescue=retry the task is",
        "put back first, twice at most. With map a task is a chunk, of which finished items run",
        "again. A lock that the dead worker held is released. The error of a broken",
        "ProcessPoolExecutor gets the cause added. joblib and Celery are only seen. Not on Windows."
      })
  private Optional<Rescue> rescue = Optional.empty();

  @Option(
      names = "--no-instrument",
      description = {
        "Do not look into a Python program's pools from inside: their tasks are not seen then, as",
        "those of all other programs."
      })
  private boolean noInstrument;

  @Parameters(arity = "1..*", paramLabel = "PROGRAM", description = "The program, its arguments.")
  private List<String> words = new ArrayList<>();

  @Override
  public Integer call() throws JobStarter.Refusal, InterruptedException, IOException {
    if (rescue.isPresent() && noInstrument) {
      throw refusal("--rescue works from inside the program; leave --no-instrument out");
    }
    Launcher launcher = Launcher.here();
    Optional<Path> program = launcher.find(words.getFirst(), Path.of(""), System.getenv());
    if (program.isEmpty()) {
      return cannotStart(launcher.missing(words.getFirst()));
    }
    try (Sink sink = sink();
        LaunchedPools inside = inside(program.get(), sink)) {
      return switch (launcher.start(program.get(), words, inside.environment(System.getenv()))) {
        case Launcher.Start.Failed failed -> cannotStart(failed);
        case Launcher.Start.Running(Launcher.Launched running) -> {
          inside.follow();
          yield watch(running, sink);
        }
      };
    }
  }

  /// The words of the program, itself first.
  List<String> words() {
    return words;
  }

  private LaunchedPools inside(Path program, Sink sink) throws JobStarter.Refusal {
    return instrument(program)
        .map(it -> LaunchedPools.in(it, json.isPresent(), sink.lines()))
        .orElseGet(LaunchedPools::none);
  }

  /// The module that is to look into the program; empty where none is wished or there is no Python.
  Optional<PoolInstrument> instrument(Path program) throws JobStarter.Refusal {
    if (ThisSystem.kind() == HostSystem.WINDOWS) {
      return nothingInside();
    }
    boolean fits = !noInstrument && PoolInstrument.fits(program);
    if (!fits && rescue.isPresent()) {
      throw refusal("--rescue: " + program + " is no Python program; start it as python3 PROGRAM");
    }
    PoolInstrument.Mode mode =
        rescue
            .map(it -> it == Rescue.retry ? PoolInstrument.Mode.RETRY : PoolInstrument.Mode.RAISE)
            .orElse(PoolInstrument.Mode.SEE);
    try {
      return fits ? Optional.of(PoolInstrument.layOut(mode)) : Optional.empty();
    } catch (IOException e) {
      throw refusal("the temporary directory cannot be written: " + RunWiring.reason(e));
    }
  }

  /// The module asks Linux about workers and their pipes, which Windows does not tell.
  private Optional<PoolInstrument> nothingInside() throws JobStarter.Refusal {
    if (rescue.isPresent()) {
      throw refusal(
          "--rescue works on Linux only; on Windows leave it out, or give the work to lifeguard"
              + " run, which loses no task");
    }
    return Optional.empty();
  }

  private int watch(Launcher.Launched running, Sink sink) throws InterruptedException {
    Interrupts.catchAll(running::signal);
    Probes probes = Probes.forThisSystem();
    WatchNews news = new WatchNews(json.isPresent(), sink.lines());
    Optional<ProcessIdentity> root = probes.identity(running.pid());
    Optional<ForeignPool> pool = root.flatMap(process -> ForeignPool.watch(process, probes));
    pool.ifPresent(it -> it.subscribe(news));
    ExitStatus status = running.await();
    if (pool.isPresent()) {
      try {
        news.ended().get(LAST_WORDS_SECONDS, TimeUnit.SECONDS);
      } catch (TimeoutException | ExecutionException late) {
        // The program's status is what counts; its last words are not waited for.
      }
      pool.get().close();
    }
    running.reap();
    return switch (status) {
      case ExitStatus.Exited(int code) -> code;
      case ExitStatus.Signalled(int signal, boolean _) -> {
        Main.complain(words.getFirst() + " was ended by " + SignalName.of(signal));
        yield SIGNAL_BASE + signal;
      }
      case ExitStatus.Ambiguous(int code) -> code;
      case ExitStatus.Windows(int code) -> {
        if (WindowsCode.isCrash(code)) {
          Main.complain(words.getFirst() + " was ended by " + crash(code));
        }
        yield code;
      }
      case ExitStatus.Unknown _ -> 1;
    };
  }

  private static String crash(int code) {
    return WindowsCode.text(code)
        + WindowsCode.meaning(code).map(it -> " (" + it.words() + ")").orElse("");
  }

  private static int cannotStart(Launcher.Start.Failed failed) {
    Main.complain(failed.reason());
    return failed.status();
  }

  /// Where the lines go.
  private record Sink(BiConsumer<Terminal.Tone, String> lines, Optional<PrintWriter> file)
      implements AutoCloseable {
    @Override
    public void close() {
      file.ifPresent(PrintWriter::close);
    }
  }

  private Sink sink() throws JobStarter.Refusal {
    if (json.isPresent() && !json.get().isEmpty()) {
      try {
        BufferedWriter writer =
            Files.newBufferedWriter(Path.of(json.get()), StandardCharsets.UTF_8);
        PrintWriter lines = new PrintWriter(writer);
        return new Sink(
            (_, line) -> {
              lines.println(line);
              lines.flush();
            },
            Optional.of(lines));
      } catch (IOException e) {
        throw refusal("--json: " + json.get() + " cannot be written");
      }
    }
    Terminal terminal = Terminal.standardError(Terminal.Colour.AUTO, System.getenv());
    return json.isPresent()
        ? new Sink((_, line) -> System.err.println(line), Optional.empty())
        : new Sink((tone, line) -> terminal.line(tone, "lifeguard " + line), Optional.empty());
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
