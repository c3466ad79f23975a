package dev.lifeguard.gui.save;

import java.util.List;

/// What saving a recording would mean.
public sealed interface SavePlan {
  /// It can be saved.
  ///
  /// @param job the name of the job
  /// @param goesOn whether the job goes on, so that only a part of it is saved
  /// @param file where to, an absolute path, if the user does not choose another place
  /// @param parts what would be in it
  /// @param variables of the environment whose values would be in it
  record Possible(String job, boolean goesOn, String file, List<Part> parts, List<String> variables)
      implements SavePlan {
    /// Copies the lists.
    public Possible {
      parts = List.copyOf(parts);
      variables = List.copyOf(variables);
    }
  }

  /// It cannot.
  ///
  /// @param sentence why
  record Refused(String sentence) implements SavePlan {}

  /// A file, or several of one kind.
  ///
  /// @param name of it, or of the directory that they are in
  record Part(Kind kind, String name, long bytes) {}

  /// What is in a file.
  enum Kind {
    /// The job as it was resolved.
    JOB,
    /// Event by event.
    JOURNAL,
    /// A line for every ended task.
    RESULTS,
    /// The items that are in no file of the user's.
    ITEMS,
    /// The report of the end.
    REPORT,
    /// What the workers printed.
    OUTPUT
  }
}
