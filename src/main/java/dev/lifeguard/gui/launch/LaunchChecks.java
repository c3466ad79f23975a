package dev.lifeguard.gui.launch;

import dev.lifeguard.gui.common.Text;
import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// What can be told to be wrong with a filled-in launch dialog without looking at the machine.
final class LaunchChecks {
  private static final Pattern FUNCTION =
      Pattern.compile("(.+\\.py|[\\p{L}_][\\w.]*):[\\p{L}_]\\w*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern CLASS =
      Pattern.compile("[\\p{L}_$][\\w$]*(\\.[\\p{L}_$][\\w$]*)*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final Pattern SIZE =
      Pattern.compile("\\d+(\\.\\d+)? ?(B|KiB|MiB|GiB|TiB|kB|MB|GB|TB)");
  private static final Pattern DURATION = Pattern.compile("(\\d+(d|h|ms|m|s))+");
  private static final int MOST_WORKERS = 10_000;
  private static final int MOST_RETRIES = 1000;

  private LaunchChecks() {}

  /// A sentence for every field that is wrong.
  static Map<LaunchField, String> faults(LaunchForm form) {
    Map<LaunchField, String> faults = new EnumMap<>(LaunchField.class);
    faults.put(LaunchField.TARGET, target(form));
    if (!form.isWatched()) {
      addFaultsOfJob(form, faults);
    }
    faults.put(
        LaunchField.DIRECTORY,
        form.isBlank(LaunchText.DIRECTORY) ? Text.of("launch.fault.directory") : "");
    faults.values().removeIf(String::isEmpty);
    return faults;
  }

  private static void addFaultsOfJob(LaunchForm form, Map<LaunchField, String> faults) {
    faults.put(LaunchField.ITEMS, items(form));
    faults.put(
        LaunchField.WORKERS,
        isBetween(form.text(LaunchText.WORKERS), 1, MOST_WORKERS)
            ? ""
            : Text.of("launch.fault.workers"));
    faults.put(
        LaunchField.RETRIES,
        form.isBlank(LaunchText.RETRIES)
                || isBetween(form.text(LaunchText.RETRIES), 0, MOST_RETRIES)
            ? ""
            : Text.of("launch.fault.retries"));
    faults.put(
        LaunchField.MEMORY,
        matches(form, LaunchText.MEMORY, SIZE) ? "" : Text.of("launch.fault.memory"));
    Map.of(
            LaunchField.TASK_TIMEOUT, LaunchText.TASK_TIMEOUT,
            LaunchField.SOFT_TIMEOUT, LaunchText.SOFT_TIMEOUT,
            LaunchField.HANG_AFTER, LaunchText.HANG_AFTER,
            LaunchField.GRACE, LaunchText.GRACE)
        .forEach((field, text) ->
            faults.put(
                field, matches(form, text, DURATION) ? "" : Text.of("launch.fault.duration")));
    faults.put(
        LaunchField.ENVIRONMENT,
        form.variables().stream().allMatch(line -> line.indexOf('=') > 0)
            ? ""
            : Text.of("launch.fault.environment"));
  }

  private static boolean matches(LaunchForm form, LaunchText field, Pattern pattern) {
    return form.isBlank(field) || pattern.matcher(form.text(field)).matches();
  }

  private static String target(LaunchForm form) {
    String text = form.text(LaunchText.TARGET);
    return switch (form.worker()) {
      case PYTHON ->
          text.isEmpty()
              ? Text.of("launch.fault.target-missing")
              : FUNCTION.matcher(text).matches() ? "" : Text.of("launch.fault.target");
      case JAVA -> CLASS.matcher(text).matches() ? "" : Text.of("launch.fault.class");
      case COMMAND, PROGRAM, WATCHED -> words(text);
    };
  }

  private static String words(String text) {
    Optional<List<String>> words = ShellWords.split(text);
    if (words.isEmpty()) {
      return Text.of("launch.fault.quotes");
    }
    return words.get().isEmpty() ? Text.of("launch.fault.command") : "";
  }

  private static String items(LaunchForm form) {
    return switch (form.items()) {
      case RANGE -> range(form.text(LaunchText.RANGE_FIRST), form.text(LaunchText.RANGE_LAST));
      case FILE, JSONL, CSV -> form.isBlank(LaunchText.FILE) ? Text.of("launch.fault.file") : "";
      case GLOB -> form.isBlank(LaunchText.FILE) ? Text.of("launch.fault.glob") : "";
      case LINES -> form.lines().isEmpty() ? Text.of("launch.fault.lines") : "";
    };
  }

  private static String range(String first, String last) {
    if (!WHOLE.matcher(first).matches() || !WHOLE.matcher(last).matches()) {
      return Text.of("launch.fault.range");
    }
    return new BigInteger(first).compareTo(new BigInteger(last)) > 0
        ? Text.of("launch.fault.range-order")
        : "";
  }

  private static boolean isBetween(String digits, int least, int most) {
    if (!WHOLE.matcher(digits).matches() || digits.length() > 9) {
      return false;
    }
    int number = Integer.parseInt(digits);
    return number >= least && number <= most;
  }
}
