package dev.lifeguard.jobfile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Predicate;

/// What a job file is read against. Handed in, so that the parsers look at nothing themselves.
///
/// @param currentDirectory what paths on the command line are relative to, absolute
/// @param processors the default of `worker.count`, at least 1
/// @param regularFile whether there is a regular file of this absolute path
/// @param directory whether there is a directory of this absolute path
public record Surroundings(
    Path currentDirectory, int processors, Predicate<Path> regularFile, Predicate<Path> directory) {
  /// The surroundings on the real file system.
  public static Surroundings of(Path currentDirectory, int processors) {
    return new Surroundings(
        currentDirectory.toAbsolutePath(),
        processors,
        path -> Files.isRegularFile(path),
        path -> Files.isDirectory(path));
  }
}
