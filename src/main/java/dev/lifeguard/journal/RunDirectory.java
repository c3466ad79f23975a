package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Where one run of a job is kept: the same place for a live, a finished and a replayed run. Knows
/// the names of the files in it, and writes none of them but the lock.
public final class RunDirectory {
  private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd-HHmmss");
  private static final String DIRECTORY_RIGHTS = "rwx------";
  private static final int MOST_NAMES = 1000;

  private final Path path;

  private RunDirectory(Path path) {
    this.path = path;
  }

  /// Where runs are kept when nothing else is said: `lifeguard/runs` in `XDG_STATE_HOME`, or in
  /// `~/.local/state` when that is not set or not absolute (XDG Base Directory Specification);
  /// where there is a `LOCALAPPDATA`, `dev.lifeguard/runs` in that. There `Lifeguard` is the
  /// directory of the installed program, which Windows takes for the same name in whatever case,
  /// and whoever removes the program removes that.
  ///
  /// @param environment the variables of the process
  /// @param home the user's home directory
  public static Path runsRoot(Map<String, String> environment, Path home) {
    Path state =
        directory(environment, "XDG_STATE_HOME")
            .map(parent -> parent.resolve("lifeguard"))
            .or(() ->
                directory(environment, "LOCALAPPDATA")
                    .map(parent -> parent.resolve("dev.lifeguard")))
            .orElseGet(() -> home.resolve(".local").resolve("state").resolve("lifeguard"));
    return state.resolve("runs");
  }

  private static Optional<Path> directory(Map<String, String> environment, String variable) {
    return Optional.ofNullable(environment.get(variable))
        .filter(value -> !value.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /// Makes a fresh directory `NAME-20261120-114005` under `root`, with a further number when that
  /// is taken. It and every directory made on the way is for its owner only.
  public static Tried<RunDirectory> create(Path root, String jobName, LocalDateTime now) {
    String base = fileName(jobName) + "-" + STAMP.format(now);
    try {
      createPrivately(root);
      for (int i = 1; i <= MOST_NAMES; i++) {
        Path candidate = root.toAbsolutePath().resolve(i == 1 ? base : base + "-" + i);
        if (createOne(candidate)) {
          return prepared(candidate);
        }
      }
      return new Tried.Refused<>(
          "There are " + MOST_NAMES + " runs called " + base + " in " + root + "; remove some");
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("create a run directory in", root, e));
    }
  }

  /// Makes this very directory a run directory. It may be absent or empty.
  public static Tried<RunDirectory> createAt(Path given) {
    Path directory = given.toAbsolutePath().normalize();
    try {
      createPrivately(directory);
      try (Stream<Path> content = Files.list(directory)) {
        if (content.findAny().isPresent()) {
          return new Tried.Refused<>(
              "The run directory "
                  + directory
                  + " is not empty; name one that is empty or does not exist");
        }
      }
      closeToOthers(directory);
      return prepared(directory);
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("create the run directory", directory, e));
    }
  }

  /// The directory of a run that exists already. Nothing is checked here.
  public static RunDirectory of(Path existing) {
    return new RunDirectory(existing.toAbsolutePath().normalize());
  }

  private static Tried<RunDirectory> prepared(Path directory) throws IOException {
    RunDirectory run = new RunDirectory(directory);
    createOne(run.outputDirectory());
    return new Tried.Done<>(run);
  }

  /// Makes a directory with all above it; what is made is for its owner only.
  ///
  /// @throws IOException if it cannot be made; one that exists is no failure
  public static void createPrivately(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent != null) {
      createPrivately(parent);
    }
    if (!createOne(directory) && !Files.isDirectory(directory)) {
      throw new FileAlreadyExistsException(directory.toString());
    }
  }

  private static boolean createOne(Path directory) throws IOException {
    try {
      Files.createDirectory(directory, ownerOnly(directory, DIRECTORY_RIGHTS));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  /// What a new file or directory is created with, where the file system knows rights.
  ///
  /// @param rights such as `rw-------`
  public static FileAttribute<?>[] ownerOnly(Path path, String rights) {
    return isPosix(path)
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights))
        }
        : new FileAttribute<?>[0];
  }

  private static void closeToOthers(Path directory) throws IOException {
    if (!isPosix(directory)) {
      return;
    }
    try {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString(DIRECTORY_RIGHTS));
    } catch (FileSystemException e) {
      // It belongs to somebody else, who decides who looks into it; the files in it are for their
      // owner only in any case.
    }
  }

  /// Whether the file system knows rights.
  static boolean isPosix(Path path) {
    return path.getFileSystem().supportedFileAttributeViews().contains("posix");
  }

  private static String fileName(String jobName) {
    String safe = jobName.replaceAll("[^\\p{L}\\p{N}._-]+", "-").replaceAll("^[.-]+|-+$", "");
    String some = safe.substring(0, Math.min(safe.length(), 60));
    return some.isEmpty() ? "run" : some;
  }

  /// Takes the lock of this run, for as long as it is supervised; refused when another has it.
  public Tried<RunLock> lock() {
    return RunLock.take(lockFile());
  }

  /// Whether a living supervisor holds this run.
  public boolean isLive() {
    return RunLock.isHeld(lockFile());
  }

  /// The directory itself, an absolute path.
  public Path path() {
    return path;
  }

  /// The job as resolved.
  public Path jobFile() {
    return path.resolve("job.yaml");
  }

  /// The items that are in no file of the user.
  public Path items() {
    return path.resolve("items.jsonl");
  }

  /// Header line, then one event a line.
  public Path journal() {
    return path.resolve("journal.jsonl");
  }

  /// One line for every ended task.
  public Path results() {
    return path.resolve("results.jsonl");
  }

  /// What the workers printed.
  public Path outputDirectory() {
    return path.resolve("output");
  }

  /// What one worker printed.
  public Path output(int worker) {
    return outputDirectory().resolve("worker-" + worker + ".log");
  }

  /// What is left of the run in the end.
  public Path report() {
    return path.resolve("report.json");
  }

  /// Where commands are taken while it lives, unless the path is too long; the journal's header
  /// names the place.
  public Path controlSocket() {
    return path.resolve("control.sock");
  }

  /// Held by the living supervisor.
  public Path lockFile() {
    return path.resolve("lock");
  }
}
