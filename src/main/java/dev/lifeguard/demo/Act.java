package dev.lifeguard.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;

/// One job of a demonstration, of Lifeguard's own pool or of somebody else's.
///
/// @param title what distinguishes it from the other acts; empty when it is the only one
/// @param needs what must be installed besides Lifeguard
/// @param stage whose pool it is
/// @param place the resource directory beside this class that holds its files
/// @param files its job file or, on a foreign stage, the Python program, which is the first, and
///   scripts; a compiled class, by its path from the root with a `/` before it, lands in a
///   directory of its package
/// @param trouble makes what goes wrong from outside; a job can also bring its own
/// @param expectations what must be seen in the end
public record Act(
    String title,
    Needs needs,
    Stage stage,
    String place,
    List<String> files,
    Supplier<Trouble> trouble,
    List<Expectation> expectations) {

  /// What an act needs.
  public enum Needs {
    /// A Python for its workers.
    PYTHON,
    /// Nothing: its workers are Java or shell.
    NOTHING
  }

  /// Whose pool does the work.
  public enum Stage {
    /// Lifeguard's.
    OWN,
    /// A Python program's, which Lifeguard only watches.
    FOREIGN
  }

  /// Copies the lists.
  public Act {
    files = List.copyOf(files);
    expectations = List.copyOf(expectations);
  }

  /// The only act of a demonstration whose workers are Python.
  static Act only(
      String place, List<String> files, Supplier<Trouble> trouble, List<Expectation> expectations) {
    return of("", place, files, trouble, expectations);
  }

  /// One of several acts whose workers are Python.
  static Act of(
      String title,
      String place,
      List<String> files,
      Supplier<Trouble> trouble,
      List<Expectation> expectations) {
    return new Act(title, Needs.PYTHON, Stage.OWN, place, files, trouble, expectations);
  }

  /// Writes its files to a directory.
  ///
  /// @return the job file or the program
  /// @throws IOException if the directory cannot be written
  public Path extract(Path directory) throws IOException {
    for (String file : files) {
      Path to = directory.resolve(file.substring(file.startsWith("/") ? 1 : 0));
      Files.createDirectories(to.getParent());
      try (InputStream content =
          Act.class.getResourceAsStream(file.startsWith("/") ? file : place + "/" + file)) {
        if (content == null) {
          throw new IllegalStateException("the demonstration " + place + " lacks its file " + file);
        }
        Files.copy(content, to);
      }
    }
    return directory.resolve(files.getFirst());
  }
}
