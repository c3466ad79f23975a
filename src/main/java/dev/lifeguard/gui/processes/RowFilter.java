package dev.lifeguard.gui.processes;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MemoryReading;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;

/// Which rows of the process table are wanted. What is unknown of a row, its memory for one,
/// fulfils no comparison, not even `!=`.
public sealed interface RowFilter {
  /// Every row.
  RowFilter EVERYTHING = new All(List.of());

  /// Whether a row is wanted.
  boolean test(ProcessRow row);

  /// Rows that fulfil all of them.
  record All(List<RowFilter> parts) implements RowFilter {
    /// Copies the list.
    public All {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(ProcessRow row) {
      return parts.stream().allMatch(part -> part.test(row));
    }
  }

  /// Rows that fulfil one of them at least.
  record Any(List<RowFilter> parts) implements RowFilter {
    /// Copies the list.
    public Any {
      parts = List.copyOf(parts);
    }

    @Override
    public boolean test(ProcessRow row) {
      return parts.stream().anyMatch(part -> part.test(row));
    }
  }

  /// Rows that do not fulfil it.
  record Not(RowFilter part) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      return !part.test(row);
    }
  }

  /// Rows that have this text in one of their columns, however it is capitalised.
  record Contains(String text) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      ProcessRow.Cells cells = row.cells();
      return List.of(cells.name(), cells.pid(), stateOf(row), cells.task(), cells.note()).stream()
          .anyMatch(cell -> contains(cell, text));
    }
  }

  /// Rows in this state.
  record State(Comparison comparison, String word) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      String state = stateOf(row);
      return !state.isEmpty()
          && (comparison == Comparison.CONTAINS
              ? contains(state, word)
              : comparison.holds(state.equalsIgnoreCase(word) ? 0 : 1));
    }
  }

  /// Rows whose task has this number.
  record TaskNumber(Comparison comparison, long number) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      OptionalLong task = row.figures().task();
      return task.isPresent() && comparison.holds(Long.compare(task.getAsLong(), number));
    }
  }

  /// Rows whose task has this item, or has it in its text.
  record TaskText(Comparison comparison, String text) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      if (row.figures().task().isEmpty()) {
        return false;
      }
      String task = row.cells().task();
      String item = task.substring(task.indexOf(' ') + 1);
      return comparison == Comparison.CONTAINS
          ? contains(task, text)
          : comparison.holds(item.equalsIgnoreCase(text) ? 0 : 1);
    }
  }

  /// Rows whose process id compares so; `~` looks for the digits.
  record Pid(Comparison comparison, long number) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      return row.process().isPresent()
          && (comparison == Comparison.CONTAINS
              ? row.cells().pid().contains(String.valueOf(number))
              : comparison.holds(Long.compare(row.process().get().pid(), number)));
    }
  }

  /// Rows whose processor time compares so, in percent.
  record Cpu(Comparison comparison, double percent) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      OptionalLong cpu = row.figures().cpuPercent();
      return cpu.isPresent() && comparison.holds(Double.compare((double) cpu.getAsLong(), percent));
    }
  }

  /// Rows whose memory compares so. Amounts are equal when they look equal, with three digits.
  record Memory(FilterField field, Comparison comparison, long bytes) implements RowFilter {
    @Override
    public boolean test(ProcessRow row) {
      OptionalLong amount = amount(row.memory().memory());
      if (amount.isEmpty()) {
        return false;
      }
      boolean alike = ByteSize.text(amount.getAsLong()).equals(ByteSize.text(bytes));
      return comparison.holds(alike ? 0 : Long.compare(amount.getAsLong(), bytes));
    }

    private OptionalLong amount(MemoryReading memory) {
      return switch (field) {
        case RSS -> memory.residentBytes();
        case COMMITTED -> memory.committedBytes();
        case RESERVED -> memory.reservedBytes();
        case STATE, TASK, PID, CPU -> OptionalLong.empty();
      };
    }
  }

  /// How two things are compared.
  enum Comparison {
    /// `=`
    EQUAL("="),
    /// `!=`
    DIFFERENT("!="),
    /// `>`
    MORE(">"),
    /// `<`
    LESS("<"),
    /// `>=`
    MORE_OR_EQUAL(">="),
    /// `<=`
    LESS_OR_EQUAL("<="),
    /// `~`, for texts only
    CONTAINS("~");

    private final String sign;

    Comparison(String sign) {
      this.sign = sign;
    }

    /// As it is typed.
    String sign() {
      return sign;
    }

    /// Whether it tells which of two is more, and not only whether they are the same.
    boolean isOrder() {
      return switch (this) {
        case MORE, LESS, MORE_OR_EQUAL, LESS_OR_EQUAL -> true;
        case EQUAL, DIFFERENT, CONTAINS -> false;
      };
    }

    /// Whether it holds between two of which this is known.
    ///
    /// @param order negative, zero or positive as the first is less than, equal to or more than the
    ///   second
    boolean holds(int order) {
      return switch (this) {
        case EQUAL, CONTAINS -> order == 0;
        case DIFFERENT -> order != 0;
        case MORE -> order > 0;
        case LESS -> order < 0;
        case MORE_OR_EQUAL -> order >= 0;
        case LESS_OR_EQUAL -> order <= 0;
      };
    }

    static Comparison of(String sign) {
      for (Comparison each : values()) {
        if (each.sign.equals(sign)) {
          return each;
        }
      }
      throw new IllegalArgumentException(sign);
    }
  }

  private static String stateOf(ProcessRow row) {
    return row.key().kind() == RowKey.Kind.TOMBS ? "" : row.mark().word();
  }

  private static boolean contains(String text, String part) {
    return text.toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT));
  }
}
