package dev.lifeguard.gui.launch;

import dev.lifeguard.gui.common.Text;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import javafx.beans.InvalidationListener;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The launch dialog: what is in its fields, what is wrong with it, and the same job as a command
/// line. JavaFX thread.
public final class LaunchViewModel {
  private static final Pattern TARGET =
      Pattern.compile("(.+\\.py|[\\p{L}_][\\w.]*):[\\p{L}_]\\w*", Pattern.UNICODE_CHARACTER_CLASS);
  private static final Pattern WHOLE = Pattern.compile("-?\\d+");
  private static final int MOST_WORKERS = 10_000;

  private final StringProperty target = new SimpleStringProperty("");
  private final ObjectProperty<ItemKind> itemKind = new SimpleObjectProperty<>(ItemKind.RANGE);
  private final StringProperty rangeFirst = new SimpleStringProperty("");
  private final StringProperty rangeLast = new SimpleStringProperty("");
  private final StringProperty file = new SimpleStringProperty("");
  private final StringProperty lines = new SimpleStringProperty("");
  private final StringProperty workers;
  private final StringProperty directory;
  private final StringProperty interpreter = new SimpleStringProperty("");
  private final StringProperty retries = new SimpleStringProperty("");
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper commandLine = new ReadOnlyStringWrapper("");
  private final Map<LaunchField, ReadOnlyStringWrapper> faults = new EnumMap<>(LaunchField.class);
  private final String defaultDirectory;
  private boolean checking;

  /// Where the items come from.
  public enum ItemKind {
    /// Whole numbers from one to another.
    RANGE,
    /// A file.
    FILE,
    /// Lines that are typed in.
    LINES
  }

  /// A dialog that starts with these values.
  public LaunchViewModel(LaunchDefaults defaults) {
    workers = new SimpleStringProperty(String.valueOf(defaults.workers()));
    directory = new SimpleStringProperty(defaults.directory());
    defaultDirectory = defaults.directory();
    for (LaunchField field : LaunchField.values()) {
      faults.put(field, new ReadOnlyStringWrapper(""));
    }
    InvalidationListener edited = _ -> edited();
    List.of(target, rangeFirst, rangeLast, file, lines, workers, directory, interpreter, retries)
        .forEach(property -> property.addListener(edited));
    itemKind.addListener(edited);
    edited();
  }

  private void edited() {
    commandLine.set(CommandLine.of(request(), defaultDirectory));
    fault(LaunchField.JOB).set("");
    if (checking) {
      // Once the user has tried to launch, faults go as soon as they are mended.
      check();
    }
  }

  /// Checks everything that can be told without looking at the machine, and shows what is wrong.
  ///
  /// @return whether nothing is
  public boolean check() {
    checking = true;
    fault(LaunchField.TARGET).set(targetFault());
    fault(LaunchField.ITEMS).set(itemsFault());
    fault(LaunchField.WORKERS)
        .set(isBetween(workers.get(), 1, MOST_WORKERS) ? "" : Text.of("launch.fault.workers"));
    fault(LaunchField.DIRECTORY)
        .set(directory.get().isBlank() ? Text.of("launch.fault.directory") : "");
    fault(LaunchField.INTERPRETER).set("");
    fault(LaunchField.RETRIES)
        .set(
            retries.get().isBlank() || isBetween(retries.get(), 0, 1000)
                ? ""
                : Text.of("launch.fault.retries"));
    return faults.values().stream().allMatch(fault -> fault.get().isEmpty());
  }

  /// Shows what the machine said about the request.
  public void refused(List<FieldFault> found) {
    found.forEach(fault -> fault(fault.field()).set(fault.sentence()));
  }

  private String targetFault() {
    String text = target.get().strip();
    if (text.isEmpty()) {
      return Text.of("launch.fault.target-missing");
    }
    return TARGET.matcher(text).matches() ? "" : Text.of("launch.fault.target");
  }

  private String itemsFault() {
    return switch (itemKind.get()) {
      case RANGE -> rangeFault();
      case FILE -> file.get().isBlank() ? Text.of("launch.fault.file") : "";
      case LINES -> typedLines().isEmpty() ? Text.of("launch.fault.lines") : "";
    };
  }

  private String rangeFault() {
    String first = rangeFirst.get().strip();
    String last = rangeLast.get().strip();
    if (!WHOLE.matcher(first).matches() || !WHOLE.matcher(last).matches()) {
      return Text.of("launch.fault.range");
    }
    return new BigInteger(first).compareTo(new BigInteger(last)) > 0
        ? Text.of("launch.fault.range-order")
        : "";
  }

  private static boolean isBetween(String text, int least, int most) {
    String digits = text.strip();
    if (!WHOLE.matcher(digits).matches() || digits.length() > 9) {
      return false;
    }
    int number = Integer.parseInt(digits);
    return number >= least && number <= most;
  }

  /// The request as the fields stand. Meaningful once [#check] has found nothing.
  public LaunchRequest request() {
    return new LaunchRequest(
        target.get().strip(),
        items(),
        isBetween(workers.get(), 1, MOST_WORKERS) ? Integer.parseInt(workers.get().strip()) : 1,
        directory.get().strip(),
        interpreter.get().strip(),
        isBetween(retries.get(), 0, 1000)
            ? OptionalInt.of(Integer.parseInt(retries.get().strip()))
            : OptionalInt.empty());
  }

  private LaunchRequest.Items items() {
    return switch (itemKind.get()) {
      case RANGE ->
          new LaunchRequest.Items.Source(rangeFirst.get().strip() + ".." + rangeLast.get().strip());
      case FILE -> new LaunchRequest.Items.Source(file.get().strip());
      case LINES -> new LaunchRequest.Items.Typed(typedLines());
    };
  }

  private List<String> typedLines() {
    List<String> typed = new ArrayList<>();
    lines.get().lines().filter(line -> !line.isEmpty()).forEach(typed::add);
    return typed;
  }

  /// The fault of a field; empty when there is none.
  public ReadOnlyStringProperty faultProperty(LaunchField field) {
    return fault(field).getReadOnlyProperty();
  }

  private ReadOnlyStringWrapper fault(LaunchField field) {
    ReadOnlyStringWrapper fault = faults.get(field);
    if (fault == null) {
      throw new IllegalStateException("no fault of " + field);
    }
    return fault;
  }

  /// The same job as a command line.
  public ReadOnlyStringProperty commandLineProperty() {
    return commandLine.getReadOnlyProperty();
  }

  /// Whether the request is being checked and started.
  public BooleanProperty busyProperty() {
    return busy;
  }

  /// The function, `MODULE:FUNCTION` or `FILE.py:FUNCTION`.
  public StringProperty targetProperty() {
    return target;
  }

  /// Where the items come from.
  public ObjectProperty<ItemKind> itemKindProperty() {
    return itemKind;
  }

  /// The first number of a range.
  public StringProperty rangeFirstProperty() {
    return rangeFirst;
  }

  /// The last number of a range.
  public StringProperty rangeLastProperty() {
    return rangeLast;
  }

  /// The file of items.
  public StringProperty fileProperty() {
    return file;
  }

  /// The typed items, one a line.
  public StringProperty linesProperty() {
    return lines;
  }

  /// How many workers.
  public StringProperty workersProperty() {
    return workers;
  }

  /// The working directory.
  public StringProperty directoryProperty() {
    return directory;
  }

  /// The python; empty for the usual one.
  public StringProperty interpreterProperty() {
    return interpreter;
  }

  /// Extra attempts; empty for the usual numbers.
  public StringProperty retriesProperty() {
    return retries;
  }
}
