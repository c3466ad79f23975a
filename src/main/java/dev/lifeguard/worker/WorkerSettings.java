package dev.lifeguard.worker;

import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.probe.WorkerJobs;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// How the workers of a job are started; the same for all of them.
///
/// @param program what runs the tasks
/// @param directory the workers' current directory
/// @param environment variables that are set or replaced; the rest is inherited
/// @param memory what holds a worker to its memory limit
/// @param messageLimitBytes the largest payload of a message, 1 MiB to 1 GiB in a job file
public record WorkerSettings(
    Program program,
    Path directory,
    Map<String, String> environment,
    MemoryHold memory,
    int messageLimitBytes) {
  /// The limit when a job file names none: 64 MiB.
  public static final int DEFAULT_MESSAGE_LIMIT_BYTES = 64 << 20;

  /// Copies the map.
  ///
  /// @throws IllegalArgumentException if the limit is not positive
  public WorkerSettings {
    environment = Map.copyOf(environment);
    if (messageLimitBytes < 1) {
      throw new IllegalArgumentException("a message has at least one byte");
    }
  }

  /// What holds a worker to its memory limit, as far as the worker's own process has to do with it.
  public sealed interface MemoryHold {
    /// Nothing, or something that measures from outside.
    record None() implements MemoryHold {}

    /// A cgroup of its own for each worker.
    record OwnCgroup(WorkerCgroups cgroups) implements MemoryHold {}

    /// A job object of Windows for each worker, with the commit limit in it if there is one.
    record JobObject(WorkerJobs jobs) implements MemoryHold {}

    /// RLIMIT_DATA, set before the first line of the job's own code. What it counts is VmData: all
    /// private memory that can be written, touched or not, with the stacks of threads and the few
    /// MiB of the interpreter itself.
    record DataLimit(long bytes) implements MemoryHold {}
  }

  /// What runs the tasks.
  public sealed interface Program {
    /// A function in a Python process.
    ///
    /// @param interpreter a path, or a name that is looked up on the `PATH` of the workers
    /// @param target `MODULE:FUNCTION`, or `FILE.py:FUNCTION` with an absolute path
    /// @param initializer `MODULE:FUNCTION`, called once without arguments before the first task
    /// @param start how its process comes to be
    record Python(
        String interpreter, String target, Optional<String> initializer, PythonStart start)
        implements Program {}

    /// A class in a Java process.
    ///
    /// @param launcher the `java` program, a path or a name that is looked up on the `PATH`; empty
    ///   for `JAVA_HOME`'s, then the one on the `PATH`, then the one that runs Lifeguard
    /// @param className its full name; it has a public constructor without parameters and
    ///   implements `java.util.function.Function`
    /// @param classPath absolute
    /// @param flags for the virtual machine, for example `-Xmx512m`
    record Java(
        Optional<String> launcher, String className, List<Path> classPath, List<String> flags)
        implements Program {
      /// Copies the lists.
      public Java {
        classPath = List.copyOf(classPath);
        flags = List.copyOf(flags);
      }
    }

    /// One process per task, in a stable slot.
    ///
    /// @param arguments the program first; `{}` and `{field}` stand for the item
    /// @param feedItem whether the item goes to standard input instead
    record Command(List<String> arguments, boolean feedItem) implements Program {
      /// Copies the list.
      public Command {
        arguments = List.copyOf(arguments);
      }
    }

    /// Any long-lived program that speaks the protocol on its standard input and output.
    ///
    /// @param arguments the program first
    record Protocol(List<String> arguments) implements Program {
      /// Copies the list.
      public Protocol {
        arguments = List.copyOf(arguments);
      }
    }
  }

  /// How a Python worker's process comes to be.
  public sealed interface PythonStart {
    /// A new interpreter.
    record Spawn() implements PythonStart {}

    /// A fork of a clean interpreter with one thread, which has imported what it was told to.
    ///
    /// @param preload the names of modules
    record Template(List<String> preload) implements PythonStart {
      /// Copies the list.
      public Template {
        preload = List.copyOf(preload);
      }
    }
  }
}
