package dev.lifeguard.attach;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A module of ours inside a Python program: it notes what the program's pools do, and saves them
/// where that is wished. The interpreter loads it by way of `PYTHONPATH`; the program itself is not
/// changed and does not see it.
///
/// Lives in a temporary directory that only we can read. Belongs to one thread.
public final class PoolInstrument implements AutoCloseable {
  /// What is to be done when a worker dies with a task in its hands.
  public enum Mode {
    /// Only note it.
    SEE("see"),
    /// The waiting call gets an exception, `WorkerLostError`.
    RAISE("raise"),
    /// The task is put back, twice at most, and then an exception.
    RETRY("retry");

    private final String word;

    Mode(String word) {
      this.word = word;
    }

    /// The mode of this word, as the module knows it.
    static Optional<Mode> of(String word) {
      return Stream.of(values()).filter(mode -> mode.word.equals(word)).findFirst();
    }
  }

  private static final Logger LOG = LoggerFactory.getLogger(PoolInstrument.class);
  private static final List<String> MODULES =
      List.of(
          "sitecustomize.py",
          "lifeguard_pools.py",
          "lifeguard_executor.py",
          "lifeguard_pool_board.py",
          "lifeguard_pool_deaths.py",
          "lifeguard_pool_facts.py",
          "lifeguard_pool_hold.py",
          "lifeguard_pool_queues.py",
          "lifeguard_pool_watch.py");
  private static final int LONGEST_FIRST_LINE = 256;

  private final Path directory;
  private final Mode mode;
  // In the order in which they were found, which numbers them.
  private final Map<Path, Numbered> boards = new LinkedHashMap<>();
  private int pools;
  private final Set<Path> read = new HashSet<>();

  private record Numbered(int number, PoolBoard board) {}

  private PoolInstrument(Path directory, Mode mode) {
    this.directory = directory;
    this.mode = mode;
  }

  /// Whether a program is a Python interpreter, or a script that names one in its first line.
  public static boolean fits(Path program) {
    if (isPython(program.getFileName().toString())) {
      return true;
    }
    try (InputStream file = Files.newInputStream(program)) {
      String start = new String(file.readNBytes(LONGEST_FIRST_LINE), StandardCharsets.ISO_8859_1);
      String line = start.lines().findFirst().orElse("");
      return line.startsWith("#!")
          && Stream.of(line.substring(2).split("[ /\t]+", -1)).anyMatch(PoolInstrument::isPython);
    } catch (IOException unreadable) {
      return false;
    }
  }

  private static boolean isPython(String name) {
    return name.matches("python(\\d+(\\.\\d+)*)?");
  }

  /// Lays the module out.
  ///
  /// @throws IOException if the temporary directory cannot be written to
  public static PoolInstrument layOut(Mode mode) throws IOException {
    Path directory = Files.createTempDirectory("lifeguard-launch-");
    PoolInstrument instrument = new PoolInstrument(directory, mode);
    try {
      Files.createDirectory(instrument.code());
      Files.createDirectory(instrument.notes());
      for (String module : MODULES) {
        try (InputStream text = PoolInstrument.class.getResourceAsStream("python/" + module)) {
          if (text == null) {
            throw new IllegalStateException(module + " is missing from this installation");
          }
          Files.copy(text, instrument.code().resolve(module));
        }
      }
    } catch (IOException refused) {
      instrument.close();
      throw refused;
    }
    return instrument;
  }

  private Path code() {
    return directory.resolve("python");
  }

  private Path notes() {
    return directory.resolve("pools");
  }

  /// The environment of the program, made of ours. The module takes its part away again before the
  /// program begins.
  public Map<String, String> environment(Map<String, String> own) {
    Map<String, String> all = new HashMap<>(own);
    Optional<String> before = Optional.ofNullable(own.get("PYTHONPATH"));
    all.put("PYTHONPATH", code() + before.map(it -> ":" + it).orElse(""));
    before.ifPresent(it -> all.put("LIFEGUARD_PYTHONPATH", it));
    all.put(InsidePools.VARIABLE, mode.word + ":" + notes());
    return all;
  }

  /// Whether an interpreter has loaded the module.
  public boolean isLoaded() {
    return files("loaded-*").stream().findAny().isPresent();
  }

  /// What became of a task whose worker died.
  ///
  /// @param pool the pool's number, from 1 in the order in which they were made
  /// @param pid the dead worker's process; 0 for a task that is put back
  /// @param job which call of the program, from 1
  /// @param task which task of that call, from 1
  /// @param fate what was done about it
  public record LostTask(int pool, long pid, long job, long task, Fate fate) {}

  /// What was done about a lost task.
  public enum Fate {
    /// Nothing: the call that waits for it will not return.
    FORGOTTEN,
    /// The call that waits gets an exception.
    RAISED,
    /// It is put back.
    PUT_BACK
  }

  /// The sentences that the module has left for us since the last time.
  public List<String> sentences() {
    List<String> sentences = new ArrayList<>();
    for (Path note : files("note-*")) {
      if (!note.toString().endsWith(".new") && read.add(note)) {
        try {
          sentences.add(Files.readString(note).strip());
        } catch (IOException gone) {
          LOG.info("{} cannot be read: {}", note, gone.toString());
        }
      }
    }
    return sentences;
  }

  /// The tasks that were lost since the last time, pool by pool.
  public List<LostTask> lostTasks() {
    for (Path file : files("pool-*")) {
      if (!boards.containsKey(file)) {
        PoolBoard.open(file).ifPresent(board -> boards.put(file, new Numbered(++pools, board)));
      }
    }
    List<LostTask> lost = new ArrayList<>();
    boards
        .entrySet()
        .removeIf(each -> {
          follow(each.getValue().number(), each.getValue().board().notes(), lost);
          // The module deletes those of pools that are no more for long.
          boolean gone = !Files.exists(each.getKey());
          if (gone) {
            each.getValue().board().close();
          }
          return gone;
        });
    return lost;
  }

  private void follow(int pool, List<PoolBoard.Note> notes, List<LostTask> lost) {
    for (PoolBoard.Note note : notes) {
      long call = note.place().call();
      long task = note.place().task();
      if (note.kind() == PoolBoard.Kind.LOST) {
        Fate fate = mode == Mode.SEE ? Fate.FORGOTTEN : Fate.RAISED;
        lost.add(new LostTask(pool, note.pid(), call, task, fate));
      } else if (note.kind() == PoolBoard.Kind.RETRIED) {
        lost.removeIf(it -> it.job() == call && it.task() == task);
        lost.add(new LostTask(pool, note.pid(), call, task, Fate.PUT_BACK));
      }
    }
  }

  private List<Path> files(String pattern) {
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(notes(), pattern)) {
      all.forEach(found::add);
    } catch (IOException gone) {
      LOG.info("{} cannot be listed: {}", notes(), gone.toString());
    }
    found.sort(Comparator.naturalOrder());
    return found;
  }

  /// Takes the module and everything that it has left away.
  @Override
  public void close() {
    boards.values().forEach(it -> it.board().close());
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      LOG.info("{} could not be deleted: {}", directory, e.toString());
    }
  }
}
