package dev.lifeguard.jobfile;

import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Reads `MODULE:FUNCTION` and `FILE.py:FUNCTION`.
final class PythonTargets {
  /// An identifier of Python, whose letters are nearly those of Java without the dollar.
  private static final Pattern NAME =
      Pattern.compile("[\\p{javaUnicodeIdentifierStart}_][\\p{javaUnicodeIdentifierPart}&&[^$]]*");

  private static final Pattern MODULE = Pattern.compile(NAME + "(?:\\." + NAME + ")*");

  private final PathBase base;
  private final Predicate<Path> regularFile;

  PythonTargets(PathBase base, Predicate<Path> regularFile) {
    this.base = base;
    this.regularFile = regularFile;
  }

  /// The target.
  ///
  /// @throws IllegalArgumentException if it is none, with a message for people
  PythonTarget parse(Section.Text text) {
    int colon = text.text().lastIndexOf(':');
    String place = colon < 0 ? text.text() : text.text().substring(0, colon);
    String function = colon < 0 ? "" : text.text().substring(colon + 1);
    if (place.isEmpty() || function.isEmpty()) {
      String example =
          place.endsWith(".py") ? place + ":FUNCTION" : "MODULE:FUNCTION or FILE.py:FUNCTION";
      throw new IllegalArgumentException(
          Printable.quoted(text.text()) + " names no function; write " + example);
    }
    if (!NAME.matcher(function).matches()) {
      throw new IllegalArgumentException(
          Printable.quoted(function) + " is no name of a Python function; write MODULE:FUNCTION");
    }
    return place.endsWith(".py") || place.contains("/")
        ? file(place, function, text.at())
        : new PythonTarget.Module(module(place), function);
  }

  /// Whether this is the dotted name of a module.
  static boolean isModule(String name) {
    return MODULE.matcher(name).matches();
  }

  private static String module(String name) {
    if (!isModule(name)) {
      throw new IllegalArgumentException(
          Printable.quoted(name)
              + " is no name of a Python module; write MODULE:FUNCTION or FILE.py:FUNCTION");
    }
    return name;
  }

  private PythonTarget file(String place, String function, Location at) {
    if (!place.endsWith(".py")) {
      throw new IllegalArgumentException(
          Printable.quoted(place) + " is no Python file; its name must end in .py");
    }
    Path file = base.resolve(new Section.Text(place, at));
    if (!regularFile.test(file)) {
      throw new IllegalArgumentException(
          "there is no file " + file + "; check the path, which is relative to " + base.at(at));
    }
    return new PythonTarget.File(file, function);
  }
}
