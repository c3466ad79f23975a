package dev.lifeguard.gui.launch;

import java.util.Arrays;
import java.util.Locale;

/// What is chosen in the launch dialog, and not typed. Presets keep it under the names here.
public sealed interface LaunchChoice {
  /// The name under which a preset keeps it.
  String name();

  /// The same in small letters.
  default String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What a worker is.
  enum Worker implements LaunchChoice {
    /// A Python process that calls a function.
    PYTHON,
    /// A Java process that calls a class.
    JAVA,
    /// A process for each task.
    COMMAND,
    /// A program that speaks the protocol.
    PROGRAM,
    /// No worker of ours: somebody else's program, whose own pool is watched.
    WATCHED
  }

  /// What is done when a worker of a watched program dies with a task in its hands.
  enum Rescue implements LaunchChoice {
    /// Nothing.
    NONE,
    /// Who waits for it gets an exception.
    RAISE,
    /// It is tried again first.
    RETRY
  }

  /// Where the items come from.
  enum Items implements LaunchChoice {
    /// Whole numbers from one to another.
    RANGE,
    /// The lines of a file.
    FILE,
    /// The JSON values of a file, one a line.
    JSONL,
    /// The rows of a table.
    CSV,
    /// The paths that match a pattern.
    GLOB,
    /// Lines that are typed in.
    LINES
  }

  /// How a Python process comes to be.
  enum Start implements LaunchChoice {
    /// A new interpreter for every worker.
    SPAWN,
    /// A fork of one clean interpreter.
    TEMPLATE
  }

  /// What happens to a worker that hangs.
  enum OnHang implements LaunchChoice {
    /// It is told.
    REPORT,
    /// It is told, and the worker is killed.
    KILL
  }

  /// Where a command gets its item.
  enum Feed implements LaunchChoice {
    /// As an argument.
    ARGUMENT,
    /// On standard input.
    STDIN
  }

  /// The choice that a preset means; the first one when it means none.
  static <C extends Enum<C> & LaunchChoice> C of(Class<C> type, String key) {
    C[] all = type.getEnumConstants();
    return Arrays.stream(all).filter(each -> each.key().equals(key)).findFirst().orElse(all[0]);
  }
}
