package dev.lifeguard.gui.launch;

import java.util.Optional;

/// Lets the user choose files and directories of the system. Each answer is a path, or empty when
/// the user has thought better of it.
interface Choosing {
  /// Any file.
  Optional<String> file();

  /// A file of one kind.
  ///
  /// @param kind what they are called
  /// @param pattern of their names, `*.py`
  Optional<String> file(String kind, String pattern);

  /// A directory.
  Optional<String> directory();
}
