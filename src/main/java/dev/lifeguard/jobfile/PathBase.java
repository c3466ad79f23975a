package dev.lifeguard.jobfile;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// What paths are relative to: in a job file to its directory, on the command line to the current
/// one.
///
/// @param ofFile the directory of the job file, absolute; the current directory without a file
/// @param ofCommandLine the current directory, absolute
record PathBase(Path ofFile, Path ofCommandLine) {
  /// The directory for what was written here.
  Path at(Location location) {
    return switch (location) {
      case Location.Line _ -> ofFile;
      case Location.Flag _ -> ofCommandLine;
    };
  }

  /// The absolute path.
  ///
  /// @throws IllegalArgumentException if it cannot be one, with a message for people
  Path resolve(Section.Text text) {
    if (text.text().isEmpty()) {
      throw new IllegalArgumentException("is empty; write a path");
    }
    try {
      Path path = at(text.at()).resolve(text.text());
      // `a/../b` stays: it is not `b` when `a` is a link.
      boolean up = false;
      for (Path name : path) {
        up |= name.toString().equals("..");
      }
      return up ? path : path.normalize();
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          Printable.quoted(text.text())
              + " cannot be a path here; in a locale without such letters set LC_ALL=C.UTF-8",
          e);
    }
  }
}
