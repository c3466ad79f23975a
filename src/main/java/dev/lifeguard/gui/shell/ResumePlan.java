package dev.lifeguard.gui.shell;

import java.util.List;

/// What going on with an interrupted run would mean.
public sealed interface ResumePlan {
  /// It can go on.
  ///
  /// @param kept how many tasks have ended and keep their results
  /// @param left how many tasks are known to be left
  /// @param remarks what there is to know about the recording, sentences
  /// @param changes what is not as it was when the run began; with any, the user must choose
  record Possible(int kept, int left, List<String> remarks, List<Change> changes)
      implements ResumePlan {
    /// Copies the lists.
    public Possible {
      remarks = List.copyOf(remarks);
      changes = List.copyOf(changes);
    }
  }

  /// It cannot.
  ///
  /// @param sentence why, for the user
  record Refused(String sentence) implements ResumePlan {}

  /// Something that has changed since the run began.
  ///
  /// @param what a sentence without its end
  /// @param then with what the run would go on all the same, to follow "it goes on"
  /// @param lines the difference, if it can be shown
  record Change(String what, String then, List<String> lines) {
    /// Copies the list.
    public Change {
      lines = List.copyOf(lines);
    }
  }
}
