package dev.lifeguard.gui.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// A filled-in launch dialog as the arguments of `lifeguard run`, or of `lifeguard launch`. The
/// window launches through these very words, so what it shows to be copied is what it does.
final class LaunchArguments {
  /// What means the same in YAML with and without quotation marks.
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_./][A-Za-z0-9_./-]*");

  private final LaunchForm form;
  private final List<String> words = new ArrayList<>();

  private LaunchArguments(LaunchForm form) {
    this.form = form;
  }

  /// The arguments; what is missing in the form is named in capital letters.
  static List<String> of(LaunchForm form) {
    LaunchArguments arguments = new LaunchArguments(form);
    if (form.isWatched()) {
      arguments.watched();
      return arguments.words;
    }
    arguments.worker();
    arguments.option("--items", arguments.items());
    arguments.optional("--workers", LaunchText.WORKERS);
    arguments.limits();
    arguments.surroundings();
    if (form.worker() == LaunchChoice.Worker.COMMAND) {
      arguments.words.add("--");
      arguments.words.addAll(arguments.target("COMMAND"));
    }
    return arguments.words;
  }

  private void watched() {
    switch (form.rescue()) {
      case NONE -> {}
      case RAISE -> words.add("--rescue");
      case RETRY -> words.add("--rescue=retry");
    }
    words.add("--");
    words.addAll(target("PROGRAM"));
  }

  private void worker() {
    switch (form.worker()) {
      case PYTHON -> {
        option("--python", form.isBlank(LaunchText.TARGET) ? "MODULE:FUNCTION" : targetText());
        setting("worker.interpreter", LaunchText.INTERPRETER);
        if (form.start() == LaunchChoice.Start.TEMPLATE) {
          set("worker.start", "template");
          settings("worker.preload", List.of(form.text(LaunchText.PRELOAD).split("[,\\s]+")));
        }
        setting("worker.initializer", LaunchText.INITIALIZER);
      }
      case JAVA -> {
        set("worker.java", form.isBlank(LaunchText.TARGET) ? "CLASS" : targetText());
        settings(
            "worker.classpath",
            List.of(form.text(LaunchText.CLASS_PATH).split(Pattern.quote(File.pathSeparator))));
        settings("worker.jvm", List.of(form.text(LaunchText.JVM_FLAGS).split("\\s+")));
      }
      case COMMAND -> {
        if (form.feed() == LaunchChoice.Feed.STDIN) {
          set("worker.stdin", "item");
        }
      }
      case PROGRAM -> settings("worker.program", target("PROGRAM"));
      case WATCHED -> throw new IllegalStateException("a watched program is no worker");
    }
  }

  private String targetText() {
    return form.text(LaunchText.TARGET);
  }

  private List<String> target(String missing) {
    return ShellWords.split(targetText())
        .filter(found -> !found.isEmpty())
        .orElse(List.of(missing));
  }

  private String items() {
    String file = form.text(LaunchText.FILE);
    return switch (form.items()) {
      case RANGE -> number(LaunchText.RANGE_FIRST, "A") + ".." + number(LaunchText.RANGE_LAST, "B");
      case FILE -> file.isEmpty() ? "FILE" : "lines:" + file;
      case JSONL -> "jsonl:" + (file.isEmpty() ? "FILE" : file);
      case CSV -> "csv:" + (file.isEmpty() ? "FILE" : file);
      case GLOB -> "glob:" + (file.isEmpty() ? "PATTERN" : file);
      case LINES -> "-";
    };
  }

  private String number(LaunchText field, String missing) {
    return form.isBlank(field) ? missing : form.text(field);
  }

  private void limits() {
    optional("--memory", LaunchText.MEMORY);
    optional("--task-timeout", LaunchText.TASK_TIMEOUT);
    if (form.worker() == LaunchChoice.Worker.PYTHON) {
      setting("limits.soft-timeout", LaunchText.SOFT_TIMEOUT);
    }
    setting("limits.hang-after", LaunchText.HANG_AFTER);
    if (form.onHang() == LaunchChoice.OnHang.KILL) {
      set("limits.on-hang", "kill");
    }
    optional("--retries", LaunchText.RETRIES);
    setting("stop.grace", LaunchText.GRACE);
  }

  private void surroundings() {
    // One setting for each: a value may hold anything, and a name may hold dots.
    for (String variable : form.variables()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        set(
            "worker.environment." + variable.substring(0, equals).strip(),
            quoted(variable.substring(equals + 1)));
      }
    }
  }

  private void option(String flag, String value) {
    words.add(flag);
    words.add(value);
  }

  private void optional(String flag, LaunchText field) {
    if (!form.isBlank(field)) {
      option(flag, form.text(field));
    }
  }

  private void setting(String key, LaunchText field) {
    if (!form.isBlank(field)) {
      set(key, yaml(form.text(field)));
    }
  }

  private void settings(String key, List<String> values) {
    List<String> given = values.stream().filter(value -> !value.isEmpty()).toList();
    if (!given.isEmpty()) {
      set(
          key,
          given.stream().map(LaunchArguments::yaml).collect(Collectors.joining(", ", "[", "]")));
    }
  }

  private void set(String key, String value) {
    option("--set", key + "=" + value);
  }

  private static String yaml(String text) {
    return PLAIN.matcher(text).matches() ? text : quoted(text);
  }

  /// A text in quotation marks, as JSON and YAML both read it.
  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    text.chars()
        .forEach(c -> {
          if (c == '"' || c == '\\') {
            quoted.append('\\').append((char) c);
          } else if (c < 0x20) {
            quoted.append(String.format("\\u%04x", c));
          } else {
            quoted.append((char) c);
          }
        });
    return quoted.append('"').toString();
  }
}
