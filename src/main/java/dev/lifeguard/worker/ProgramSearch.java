package dev.lifeguard.worker;

import dev.lifeguard.job.HostSystem;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// Finds the file of a program: a name without a slash in the directories of `PATH`, any other
/// relative to the workers' directory. On Windows `node` is `node.exe` or `node.cmd` as well.
///
/// @param directory the workers' directory, to which relative entries of `PATH` belong as well
/// @param key the key of the job file that names the program, for the remedy
/// @param system whose habits count
public record ProgramSearch(Path directory, String key, HostSystem system) {
  /// What `PATHEXT` begins with on every Windows, and all of it that can be started without a shell
  /// of one's own choice.
  private static final List<String> EXTENSIONS = List.of(".com", ".exe", ".bat", ".cmd");

  private static final String STORE = "microsoft" + File.separator + "windowsapps";

  /// The program's file; empty when there is none that may be executed.
  public Optional<Path> find(String name, String searchPath) {
    try {
      if (hasSlash(name)) {
        return candidates(directory, name)
            .filter(file -> isProgram(file) || isAlias(file))
            .findFirst();
      }
      return name.isEmpty()
          ? Optional.empty()
          : onPath(name, searchPath).filter(this::isChosen).findFirst();
    } catch (InvalidPathException notAName) {
      return Optional.empty();
    }
  }

  private Stream<Path> onPath(String name, String searchPath) {
    return Stream.of(searchPath.split(File.pathSeparator, -1))
        .filter(each -> system != HostSystem.WINDOWS || !each.isEmpty())
        .flatMap(each -> candidates(directory.resolve(each), name));
  }

  /// Files with the extensions of programs go before one without: that is a script for another
  /// system's shell.
  private Stream<Path> candidates(Path place, String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (system != HostSystem.WINDOWS || EXTENSIONS.stream().anyMatch(lower::endsWith)) {
      return Stream.of(place.resolve(name));
    }
    return Stream.concat(EXTENSIONS.stream().map(name::concat), Stream.of(name))
        .map(place::resolve);
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  private boolean isChosen(Path file) {
    return isProgram(file) && !isOfStore(file);
  }

  /// The directory in which the Microsoft Store keeps its aliases, which start a program and cannot
  /// be opened as files. Where Python is not installed, the one of Python is a stub that advertises
  /// the Store and ends with 9009; the two cannot be told apart but by starting them. They are left
  /// to those who name them, or ask them.
  private boolean isOfStore(Path file) {
    Path parent = file.getParent();
    return system == HostSystem.WINDOWS
        && parent != null
        && parent.toString().toLowerCase(Locale.ROOT).endsWith(STORE);
  }

  private boolean isAlias(Path file) {
    return isOfStore(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  /// The alias of the Microsoft Store with this name, which may be a stub.
  Optional<Path> findAlias(String name, String searchPath) {
    try {
      return onPath(name, searchPath).filter(this::isAlias).findFirst();
    } catch (InvalidPathException notAName) {
      return Optional.empty();
    }
  }

  /// Whether there is only the alias of the Microsoft Store.
  public boolean isOnlyOfStore(String name, String searchPath) {
    return !hasSlash(name)
        && find(name, searchPath).isEmpty()
        && findAlias(name, searchPath).isPresent();
  }

  private static boolean hasSlash(String name) {
    return name.indexOf('/') >= 0 || name.indexOf(File.separatorChar) >= 0;
  }

  /// Whether the workers' directory exists.
  boolean hasDirectory() {
    return Files.isDirectory(directory);
  }

  /// Why a program was not started, in a sentence with the remedy.
  ///
  /// @param error what the system said, used when nothing is found to be wrong
  String explain(String name, String searchPath, String error) {
    if (!hasDirectory()) {
      return "the workers' directory %s does not exist; create it or change `directory`"
          .formatted(directory);
    }
    if (find(name, searchPath).isPresent()) {
      return "%s %s could not be started: %s".formatted(noun(), name, error);
    }
    if (!hasSlash(name)) {
      return isOnlyOfStore(name, searchPath)
          ? "the only %s on the PATH is an alias of the Microsoft Store, which may be a stub that runs nothing; install it from its maker, or write the path of the one you mean in `%s`"
              .formatted(name, key)
          : "there is no program %s on the PATH; install it or name another one with `%s`"
              .formatted(name, key);
    }
    return exists(name)
        ? "%s %s may not be executed; make it executable or name another one with `%s`"
            .formatted(noun(), name, key)
        : "%s %s does not exist; install it or name another one with `%s`"
            .formatted(noun(), name, key);
  }

  private String noun() {
    return key.equals("interpreter") ? "the Python interpreter" : "the program";
  }

  private boolean exists(String name) {
    try {
      return Files.exists(directory.resolve(name));
    } catch (InvalidPathException notAName) {
      return false;
    }
  }
}
