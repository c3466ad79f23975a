package dev.lifeguard.worker;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the file of a program: a name without a slash in the directories of `PATH`, any other
/// relative to the workers' directory.
///
/// @param directory the workers' directory, to which relative entries of `PATH` belong as well
/// @param key the key of the job file that names the program, for the remedy
record ProgramSearch(Path directory, String key) {
  /// The program's file; empty when there is none that may be executed.
  Optional<Path> find(String name, String searchPath) {
    try {
      if (hasSlash(name)) {
        return Optional.of(directory.resolve(name)).filter(ProgramSearch::isProgram);
      }
      for (String each : searchPath.split(File.pathSeparator, -1)) {
        Path candidate = directory.resolve(each).resolve(name);
        if (!name.isEmpty() && isProgram(candidate)) {
          return Optional.of(candidate);
        }
      }
    } catch (InvalidPathException notAName) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean isProgram(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
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
      return "the program %s could not be started: %s".formatted(name, error);
    }
    if (!hasSlash(name)) {
      return "there is no program %s on the PATH; install it or name another one with `%s`"
          .formatted(name, key);
    }
    return exists(name)
        ? "the program %s may not be executed; make it executable or name another one with `%s`"
            .formatted(name, key)
        : "the program %s does not exist; install it or name another one with `%s`"
            .formatted(name, key);
  }

  private boolean exists(String name) {
    try {
      return Files.exists(directory.resolve(name));
    } catch (InvalidPathException notAName) {
      return false;
    }
  }
}
