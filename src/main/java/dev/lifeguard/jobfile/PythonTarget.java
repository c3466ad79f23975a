package dev.lifeguard.jobfile;

import java.nio.file.Path;

/// A Python function by its place.
public sealed interface PythonTarget {
  /// The name of the function, one Python identifier.
  String function();

  /// As it is written in a job file: `docs.build:one_document`.
  String text();

  /// A function of a module that Python finds, first in the workers' directory.
  ///
  /// @param module a dotted name
  /// @param function the function in it
  record Module(String module, String function) implements PythonTarget {
    @Override
    public String text() {
      return module + ":" + function;
    }
  }

  /// A function of a file; the file's own directory is where its imports are looked for first.
  ///
  /// @param file the absolute path of a `.py` file
  /// @param function the function in it
  record File(Path file, String function) implements PythonTarget {
    @Override
    public String text() {
      return file + ":" + function;
    }
  }
}
