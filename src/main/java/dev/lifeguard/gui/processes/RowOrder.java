package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Text;
import java.util.Comparator;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/// An order that the user has asked for. Without one, rows stand as they were started.
///
/// @param column what it goes by
/// @param descending whether the most comes first; what is unknown comes last either way
public record RowOrder(Column column, boolean descending) {

  /// The columns of the process table.
  public enum Column {
    /// What it is called.
    NAME,
    /// Its process id.
    PID,
    /// Its state.
    STATE,
    /// Its task.
    TASK,
    /// How long it has been at it.
    TIME,
    /// Its processor time.
    CPU,
    /// Its resident memory.
    MEMORY,
    /// Why it is as it is.
    NOTE;

    /// As it is written into settings.
    public String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Its heading.
    public String heading() {
      return switch (this) {
        case NAME -> Text.of("processes.name");
        case PID -> Text.of("processes.pid");
        case STATE -> Text.of("processes.state");
        case TASK -> Text.of("processes.task");
        case TIME -> Text.of("processes.time");
        case CPU -> Text.of("processes.cpu");
        case MEMORY -> Text.of("processes.memory");
        case NOTE -> Text.of("processes.note");
      };
    }
  }

  /// Compares two rows with the same parent.
  Comparator<ProcessRow> comparator() {
    Comparator<ProcessRow> byColumn =
        switch (column) {
          case NAME -> numbers(row -> OptionalLong.of(row.worker())).thenComparing(names());
          case PID -> numbers(row -> pid(row));
          case STATE -> texts(row -> row.mark().word());
          case TASK -> numbers(row -> row.figures().task());
          case TIME -> numbers(row -> OptionalLong.of(row.figures().tenths()));
          case CPU -> numbers(row -> row.figures().cpuPercent());
          case MEMORY -> numbers(row -> row.memory().memory().residentBytes());
          case NOTE -> texts(row -> row.cells().note());
        };
    return Comparator.comparing((ProcessRow row) -> row.key().kind() == RowKey.Kind.TOMBS)
        .thenComparing(byColumn);
  }

  private static OptionalLong pid(ProcessRow row) {
    return row.process().isPresent()
        ? OptionalLong.of(row.process().get().pid())
        : OptionalLong.empty();
  }

  private Comparator<ProcessRow> names() {
    return directed(Comparator.comparing(row -> row.cells().name()));
  }

  private Comparator<ProcessRow> numbers(Function<ProcessRow, OptionalLong> number) {
    return Comparator.comparing((ProcessRow row) -> number.apply(row).isEmpty())
        .thenComparing(directed(Comparator.comparingLong(row -> number.apply(row).orElse(0))));
  }

  private Comparator<ProcessRow> texts(Function<ProcessRow, String> text) {
    return Comparator.comparing((ProcessRow row) -> text.apply(row).isEmpty())
        .thenComparing(directed(Comparator.comparing(text)));
  }

  private Comparator<ProcessRow> directed(Comparator<ProcessRow> ascending) {
    return descending ? ascending.reversed() : ascending;
  }
}
