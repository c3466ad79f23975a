package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Reads what the workers run: the keys of one kind, and no key of another.
final class WorkerKinds {
  private static final Pattern CLASS =
      Pattern.compile(
          "\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*"
              + "(?:\\.\\p{javaJavaIdentifierStart}\\p{javaJavaIdentifierPart}*)*");

  /// java(1): these say where classes are, which `classpath` does.
  private static final List<String> CLASS_PATH_FLAGS =
      List.of("-cp", "-classpath", "--class-path", "-jar");

  private static final String COMMAND_EXAMPLE = "[\"sphinx-build\", \"-q\", \"{}\"]";
  private static final String PROGRAM_EXAMPLE = "[\"node\", \"worker.js\"]";

  private final PathBase base;
  private final Surroundings around;
  private final PythonTargets targets;

  WorkerKinds(PathBase base, Surroundings around) {
    this.base = base;
    this.around = around;
    this.targets = new PythonTargets(base, around.regularFile());
  }

  /// The kind; empty if it was refused.
  ///
  /// @param directory where the workers run
  Optional<WorkerKind> parse(Section worker, Path directory) {
    List<KindKeys> given = KindKeys.givenIn(worker);
    if (given.isEmpty()) {
      // A misspelt kind has been refused already, with the right spelling.
      if (!worker.hasUnknown()) {
        worker.refuseMissing(
            "python",
            "--python MODULE:FUNCTION, or -- COMMAND ARG {}",
            "python: MODULE:FUNCTION, or another kind: command, java or program");
      }
      return Optional.empty();
    }
    KindKeys kind = given.getFirst();
    if (given.size() > 1) {
      String kinds = String.join(", ", given.stream().map(KindKeys::key).toList());
      worker.refuse(
          given.get(1).key(),
          "is one of %d kinds for one worker: %s; keep one".formatted(given.size(), kinds));
    } else {
      refuseForeign(worker, kind);
    }
    return switch (kind) {
      case PYTHON -> python(worker);
      case COMMAND -> command(worker);
      case JAVA -> java(worker, directory);
      case PROGRAM -> words(worker, "program", PROGRAM_EXAMPLE).map(WorkerKind.Program::new);
    };
  }

  private static void refuseForeign(Section worker, KindKeys kind) {
    for (KindKeys other : KindKeys.values()) {
      for (String key : other.own()) {
        if (other != kind && worker.has(key)) {
          worker.refuse(
              key, "goes with %s, not with %s; take it out".formatted(other.key(), kind.key()));
        }
      }
    }
  }

  private Optional<WorkerKind> python(Section worker) {
    Optional<PythonTarget> target = target(worker, "python");
    Optional<PythonTarget.Module> initializer = initializer(worker);
    Optional<String> interpreter = interpreter(worker);
    WorkerKind.Start start = start(worker);
    return target.map(function -> new WorkerKind.Python(function, interpreter, initializer, start));
  }

  private Optional<PythonTarget> target(Section worker, String key) {
    Optional<Section.Text> text = worker.text(key);
    try {
      return text.map(targets::parse);
    } catch (IllegalArgumentException e) {
      worker.refuse(key, String.valueOf(e.getMessage()));
      return Optional.empty();
    }
  }

  private Optional<PythonTarget.Module> initializer(Section worker) {
    Optional<PythonTarget> target = target(worker, "initializer");
    if (target.isEmpty()) {
      return Optional.empty();
    }
    return switch (target.get()) {
      case PythonTarget.Module module -> Optional.of(module);
      case PythonTarget.File file -> {
        worker.refuse("initializer", "is a file; write MODULE:" + file.function());
        yield Optional.empty();
      }
    };
  }

  private Optional<String> interpreter(Section worker) {
    Optional<Section.Text> text = worker.text("interpreter");
    boolean command =
        text.isPresent() && !text.get().text().contains("/") && !text.get().text().isEmpty();
    return command
        ? text.map(Section.Text::text)
        : worker.path("interpreter", base).map(Path::toString);
  }

  private static WorkerKind.Start start(Section worker) {
    boolean template =
        worker.choice("start", List.of("spawn", "template")).equals(Optional.of("template"));
    List<Section.Text> preload = worker.texts("preload", "[numpy, docs.build]").orElse(List.of());
    for (Section.Text module : preload) {
      if (!PythonTargets.isModule(module.text())) {
        worker.refuse(
            module.at(),
            "preload",
            Printable.quoted(module.text())
                + " is no name of a Python module; write its name only");
      }
    }
    if (template) {
      return new WorkerKind.Start.Template(preload.stream().map(Section.Text::text).toList());
    }
    if (worker.has("preload")) {
      worker.refuse("preload", "goes with start: template; write that, or take preload out");
    }
    return new WorkerKind.Start.Spawn();
  }

  private Optional<WorkerKind> command(Section worker) {
    boolean feed = worker.choice("stdin", List.of("item")).isPresent();
    return words(worker, "command", COMMAND_EXAMPLE)
        .map(words -> new WorkerKind.Command(words, feed));
  }

  private Optional<WorkerKind> java(Section worker, Path directory) {
    Optional<String> name = worker.text("java").map(Section.Text::text);
    if (name.isPresent() && !CLASS.matcher(name.get()).matches()) {
      worker.refuse(
          "java",
          Printable.quoted(name.get())
              + " is no name of a Java class; write its full name, as in com.acme.Render");
    }
    List<Path> classPath = classPath(worker, directory);
    List<String> flags = flags(worker);
    return name.map(full -> new WorkerKind.Java(full, classPath, flags));
  }

  /// Without a word the class is looked for where the workers run, as `java` itself does.
  private List<Path> classPath(Section worker, Path directory) {
    Optional<List<Section.Text>> entries = worker.texts("classpath", "[build/classes, \"lib/*\"]");
    if (entries.isEmpty()) {
      return List.of(directory);
    }
    List<Path> classPath = new ArrayList<>();
    for (Section.Text entry : entries.get()) {
      try {
        Path path = base.resolve(entry);
        Path there = entry.text().endsWith("/*") ? path.resolveSibling("") : path;
        if (!around.regularFile().test(there) && !around.directory().test(there)) {
          throw new IllegalArgumentException(
              "there is no file or directory "
                  + there
                  + "; check the path, which is relative to "
                  + base.at(entry.at()));
        }
        classPath.add(path);
      } catch (IllegalArgumentException e) {
        worker.refuse(entry.at(), "classpath", String.valueOf(e.getMessage()));
      }
    }
    return classPath;
  }

  private static List<String> flags(Section worker) {
    List<Section.Text> flags = worker.texts("jvm", "[\"-Xmx512m\"]").orElse(List.of());
    for (Section.Text flag : flags) {
      if (CLASS_PATH_FLAGS.contains(flag.text())) {
        worker.refuse(flag.at(), "jvm", flag.text() + " is not taken here; write classpath: [...]");
      }
      refuseNul(worker, "jvm", flag);
    }
    return flags.stream().map(Section.Text::text).toList();
  }

  /// A program and its arguments. A program with a slash in its name is a path like every other in
  /// its file; one without is looked up on the `PATH`.
  private Optional<List<String>> words(Section worker, String key, String example) {
    Optional<List<Section.Text>> given = worker.texts(key, example);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    if (given.get().isEmpty() || given.get().getFirst().text().isEmpty()) {
      worker.refuse(key, "names no program; write one with its arguments, as in " + example);
      return Optional.empty();
    }
    List<String> words = new ArrayList<>();
    for (Section.Text word : given.get()) {
      refuseNul(worker, key, word);
      words.add(word.text());
    }
    Section.Text program = given.get().getFirst();
    if (program.text().contains("/") && !program.text().contains("{")) {
      try {
        words.set(0, base.resolve(program).toString());
      } catch (IllegalArgumentException e) {
        worker.refuse(program.at(), key, String.valueOf(e.getMessage()));
      }
    }
    return Optional.of(words);
  }

  private static void refuseNul(Section worker, String key, Section.Text word) {
    if (word.text().indexOf(0) >= 0) {
      worker.refuse(
          word.at(), key, "holds the character U+0000, which no argument can; take it out");
    }
  }
}
