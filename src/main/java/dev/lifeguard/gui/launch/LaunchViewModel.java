package dev.lifeguard.gui.launch;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
  private static final String WORKER = "worker";
  private static final String ITEMS = "items";
  private static final String START = "start";
  private static final String ON_HANG = "on-hang";
  private static final String FEED = "feed";
  private static final String RESCUE = "rescue";

  private final Map<LaunchText, StringProperty> texts = new EnumMap<>(LaunchText.class);
  private final ObjectProperty<LaunchChoice.Worker> worker =
      new SimpleObjectProperty<>(LaunchChoice.Worker.PYTHON);
  private final ObjectProperty<LaunchChoice.Items> items =
      new SimpleObjectProperty<>(LaunchChoice.Items.RANGE);
  private final ObjectProperty<LaunchChoice.Start> start =
      new SimpleObjectProperty<>(LaunchChoice.Start.SPAWN);
  private final ObjectProperty<LaunchChoice.OnHang> onHang =
      new SimpleObjectProperty<>(LaunchChoice.OnHang.REPORT);
  private final ObjectProperty<LaunchChoice.Feed> feed =
      new SimpleObjectProperty<>(LaunchChoice.Feed.ARGUMENT);
  private final ObjectProperty<LaunchChoice.Rescue> rescue =
      new SimpleObjectProperty<>(LaunchChoice.Rescue.NONE);
  private final BooleanProperty busy = new SimpleBooleanProperty();
  private final ReadOnlyStringWrapper commandLine = new ReadOnlyStringWrapper("");
  private final Map<LaunchField, ReadOnlyStringWrapper> faults = new EnumMap<>(LaunchField.class);
  private final LaunchDefaults defaults;
  private boolean checking;

  /// A dialog that starts with these values.
  public LaunchViewModel(LaunchDefaults defaults) {
    this.defaults = defaults;
    for (LaunchText field : LaunchText.values()) {
      texts.put(field, new SimpleStringProperty(usual(field)));
    }
    for (LaunchField field : LaunchField.values()) {
      faults.put(field, new ReadOnlyStringWrapper(""));
    }
    InvalidationListener edited = _ -> edited();
    texts.values().forEach(text -> text.addListener(edited));
    List.of(worker, items, start, onHang, feed, rescue)
        .forEach(choice -> choice.addListener(edited));
    edited();
  }

  private String usual(LaunchText field) {
    return switch (field) {
      case WORKERS -> String.valueOf(defaults.workers());
      case DIRECTORY -> defaults.directory();
      default -> "";
    };
  }

  private void edited() {
    commandLine.set(CommandLine.of(request(), defaults.directory()));
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
    Map<LaunchField, String> found = LaunchChecks.faults(form());
    faults.forEach((field, fault) -> fault.set(found.getOrDefault(field, "")));
    return found.isEmpty();
  }

  /// Shows what the machine said about the request.
  public void refused(List<FieldFault> found) {
    found.forEach(fault -> fault(fault.field()).set(fault.sentence()));
  }

  private LaunchForm form() {
    Map<LaunchText, String> typed = new EnumMap<>(LaunchText.class);
    texts.forEach((field, text) -> typed.put(field, text.get()));
    return new LaunchForm(
        worker.get(), items.get(), start.get(), onHang.get(), feed.get(), rescue.get(), typed);
  }

  /// The request as the fields stand. Meaningful once [#check] has found nothing.
  public LaunchRequest request() {
    LaunchForm form = form();
    return new LaunchRequest(
        form.isWatched() ? LaunchRequest.Verb.LAUNCH : LaunchRequest.Verb.RUN,
        form.text(LaunchText.DIRECTORY),
        LaunchArguments.of(form),
        form.lines());
  }

  /// The dialog as it is filled in, under a name.
  public Preset preset(String name) {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(WORKER, worker.get().key());
    fields.put(ITEMS, items.get().key());
    fields.put(START, start.get().key());
    fields.put(ON_HANG, onHang.get().key());
    fields.put(FEED, feed.get().key());
    fields.put(RESCUE, rescue.get().key());
    texts.forEach((field, text) -> {
      if (!text.get().equals(usual(field))) {
        fields.put(field.key(), text.get());
      }
    });
    return new Preset(name, fields);
  }

  /// Fills the dialog in.
  public void fill(Preset preset) {
    Map<String, String> fields = preset.fields();
    checking = false;
    worker.set(LaunchChoice.of(LaunchChoice.Worker.class, fields.getOrDefault(WORKER, "")));
    items.set(LaunchChoice.of(LaunchChoice.Items.class, fields.getOrDefault(ITEMS, "")));
    start.set(LaunchChoice.of(LaunchChoice.Start.class, fields.getOrDefault(START, "")));
    onHang.set(LaunchChoice.of(LaunchChoice.OnHang.class, fields.getOrDefault(ON_HANG, "")));
    feed.set(LaunchChoice.of(LaunchChoice.Feed.class, fields.getOrDefault(FEED, "")));
    rescue.set(LaunchChoice.of(LaunchChoice.Rescue.class, fields.getOrDefault(RESCUE, "")));
    texts.forEach((field, text) -> text.set(fields.getOrDefault(field.key(), usual(field))));
    faults.values().forEach(fault -> fault.set(""));
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

  /// What is typed in a field.
  public StringProperty textProperty(LaunchText field) {
    StringProperty text = texts.get(field);
    if (text == null) {
      throw new IllegalStateException("no text of " + field);
    }
    return text;
  }

  /// The same job as a command line.
  public ReadOnlyStringProperty commandLineProperty() {
    return commandLine.getReadOnlyProperty();
  }

  /// Whether the request is being checked and started.
  public BooleanProperty busyProperty() {
    return busy;
  }

  /// What a worker is.
  public ObjectProperty<LaunchChoice.Worker> workerProperty() {
    return worker;
  }

  /// Where the items come from.
  public ObjectProperty<LaunchChoice.Items> itemsProperty() {
    return items;
  }

  /// How a Python process comes to be.
  public ObjectProperty<LaunchChoice.Start> startProperty() {
    return start;
  }

  /// What happens to a worker that hangs.
  public ObjectProperty<LaunchChoice.OnHang> onHangProperty() {
    return onHang;
  }

  /// What is done for a watched program.
  public ObjectProperty<LaunchChoice.Rescue> rescueProperty() {
    return rescue;
  }

  /// Where what a watched program prints is kept, a directory.
  public String outputs() {
    return defaults.outputs();
  }

  /// Where a command gets its item.
  public ObjectProperty<LaunchChoice.Feed> feedProperty() {
    return feed;
  }
}
