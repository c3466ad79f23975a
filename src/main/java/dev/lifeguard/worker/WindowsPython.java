package dev.lifeguard.worker;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The Python behind a launcher of Windows.
///
/// `py.exe`, and `python.exe` of a virtual environment, are launchers: they start the real Python
/// as their child and wait for it, so that the process that was started is not the worker, takes no
/// part in anything, and stands between the two when one of them ends. The real one is started
/// instead, and told by `__PYVENV_LAUNCHER__` which environment it belongs to, as `multiprocessing`
/// does it (`popen_spawn_win32.py`).
///
/// @param program the real interpreter
/// @param environment what it has to be told
record WindowsPython(Path program, Map<String, String> environment) {
  /// What a launcher is asked: two lines of UTF-8, who it is and who really runs.
  static final String QUESTION =
      "import sys; [sys.stdout.buffer.write(path.encode() + b'\\n') for path in"
          + " (sys.executable, getattr(sys, '_base_executable', sys.executable))]";

  /// The words that a launcher is asked with: `py` is told that it is to be Python 3.
  static List<String> question(Path launcher) {
    String name = launcher.getFileName().toString().toLowerCase(Locale.ROOT);
    boolean isPy = name.equals("py.exe") || name.equals("py");
    return isPy
        ? List.of(launcher.toString(), "-3", "-c", QUESTION)
        : List.of(launcher.toString(), "-I", "-S", "-c", QUESTION);
  }

  /// What an answer says; empty when it is none.
  static Optional<WindowsPython> of(List<String> lines) {
    List<String> said = lines.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    if (said.size() != 2) {
      return Optional.empty();
    }
    Path executable = Path.of(said.getFirst());
    Path base = Path.of(said.getLast());
    return Optional.of(
        new WindowsPython(
            base,
            executable.equals(base)
                ? Map.of()
                : Map.of("__PYVENV_LAUNCHER__", executable.toString())));
  }
}
