package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.processes.FilterParser.Parsed;
import java.util.Optional;
import java.util.function.Consumer;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/// The filter of the process table as it is typed: it takes effect with every letter that leaves it
/// understandable. JavaFX thread.
public final class FilterViewModel {
  private final Consumer<RowFilter> filter;
  private final StringProperty text = new SimpleStringProperty("");
  private final ReadOnlyObjectWrapper<Said> said = new ReadOnlyObjectWrapper<>(Said.NOTHING);
  private ProcessesViewModel.Shown shown = new ProcessesViewModel.Shown(0, 0);
  private Optional<FilterFault> fault = Optional.empty();

  /// What is said about the filter, in three pieces of which the middle one is wrong.
  ///
  /// @param before the filter up to what is wrong, or the whole message if nothing is
  /// @param wrong empty if nothing is wrong
  /// @param after the rest of the filter
  /// @param sentence what is wrong with it; empty if nothing is
  public record Said(String before, String wrong, String after, String sentence) {
    /// There is no filter.
    public static final Said NOTHING = new Said("", "", "", "");

    /// Whether the filter cannot be understood.
    public boolean isFault() {
      return !sentence.isEmpty();
    }
  }

  /// A filter for this table.
  public FilterViewModel(ProcessesViewModel table) {
    filter = table::filter;
    text.subscribe((_, now) -> read(now));
    table.shownProperty().subscribe(this::show);
  }

  /// What is typed.
  public StringProperty textProperty() {
    return text;
  }

  /// What is said about it.
  public ReadOnlyObjectProperty<Said> saidProperty() {
    return said.getReadOnlyProperty();
  }

  private void read(String typed) {
    switch (FilterParser.parse(typed)) {
      case Parsed.Good(RowFilter good) -> {
        fault = Optional.empty();
        filter.accept(good);
      }
      case Parsed.Faulty(FilterFault wrong) -> fault = Optional.of(wrong);
    }
    say();
  }

  private void show(ProcessesViewModel.Shown now) {
    shown = now;
    say();
  }

  private void say() {
    String typed = text.get();
    if (typed.isBlank()) {
      said.set(Said.NOTHING);
      return;
    }
    said.set(
        fault
            .map(wrong -> wrong(typed, wrong))
            // The pool's own row is always there and never counted.
            .orElseGet(() ->
                new Said(
                    Text.of(
                        "filter.shown",
                        Math.max(0, shown.rows() - 1),
                        Math.max(0, shown.all() - 1)),
                    "",
                    "",
                    "")));
  }

  private static Said wrong(String typed, FilterFault wrong) {
    // Where something is missing there is nothing to mark but the place.
    String marked = wrong.from() == wrong.to() ? "…" : typed.substring(wrong.from(), wrong.to());
    return new Said(
        typed.substring(0, wrong.from()), marked, typed.substring(wrong.to()), wrong.sentence());
  }
}
