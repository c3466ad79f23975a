package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The kinds of workers. One more kind is one more record here, and every switch asks for it.
public sealed interface WorkerKind {
  /// A persistent Python process that calls one function for every item.
  ///
  /// @param target the function
  /// @param interpreter a command to look up on PATH, or an absolute path; empty for the active
  ///   virtual environment's, then `python3` on PATH
  /// @param initializer a function without arguments that each worker calls before its first task
  /// @param start how its process comes to be
  record Python(
      PythonTarget target,
      Optional<String> interpreter,
      Optional<PythonTarget.Module> initializer,
      Start start)
      implements WorkerKind {}

  /// A persistent Java process that calls one class for every item.
  ///
  /// @param className its full name, `com.acme.Render`
  /// @param classPath directories, archives, and `DIRECTORY/*` for all archives in one; absolute
  /// @param flags for the virtual machine, `-Xmx512m`
  record Java(String className, List<Path> classPath, List<String> flags) implements WorkerKind {
    /// Takes copies of the lists.
    public Java {
      classPath = List.copyOf(classPath);
      flags = List.copyOf(flags);
    }
  }

  /// One process for every task.
  ///
  /// @param arguments the program first; `{}` and `{field}` stand for the item
  /// @param feedItem whether the item goes to standard input instead
  record Command(List<String> arguments, boolean feedItem) implements WorkerKind {
    /// Takes a copy of the list.
    public Command {
      arguments = List.copyOf(arguments);
    }
  }

  /// Any persistent program that speaks the protocol on its standard input and output.
  ///
  /// @param arguments the program first
  record Program(List<String> arguments) implements WorkerKind {
    /// Takes a copy of the list.
    public Program {
      arguments = List.copyOf(arguments);
    }
  }

  /// How a Python process comes to be.
  sealed interface Start {
    /// A new interpreter for every worker.
    record Spawn() implements Start {}

    /// A fork of one clean interpreter.
    ///
    /// @param preload the modules that it imports first
    record Template(List<String> preload) implements Start {
      /// Takes a copy of the list.
      public Template {
        preload = List.copyOf(preload);
      }
    }
  }
}
