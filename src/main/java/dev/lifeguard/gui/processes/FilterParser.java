package dev.lifeguard.gui.processes;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.processes.FilterToken.Kind;
import java.util.ArrayList;
import java.util.List;

/// Reads the filter of the process table: `state=hung rss>1GiB or not (task~factor cpu<5)`.
///
/// ```text
/// filter     = all { "or" all }
/// all        = part { ["and"] part }
/// part       = "not" part | "(" filter ")" | comparison | text
/// comparison = field ("=" | "!=" | ">" | "<" | ">=" | "<=" | "~") value
/// ```
///
/// A text by itself is looked for in all columns. Texts with blanks, brackets or comparison signs
/// stand in quotation marks. Capital letters do not matter.
public final class FilterParser {
  /// So deep that nobody writes it by hand, and so flat that no stack overflows.
  private static final int MOST_BRACKETS = 100;

  private final List<FilterToken> tokens;
  private int at;
  private int depth;

  private FilterParser(String text) {
    tokens = FilterToken.of(text);
  }

  /// What came of reading a filter.
  public sealed interface Parsed {
    /// It is understood.
    record Good(RowFilter filter) implements Parsed {}

    /// It is not.
    record Faulty(FilterFault fault) implements Parsed {}
  }

  /// A filter cannot be understood. Never leaves this package.
  static final class Fault extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient FilterFault where;

    Fault(FilterToken token, String sentence) {
      super(sentence);
      where = new FilterFault(token.from(), token.to(), sentence);
    }
  }

  /// Reads a filter; an empty one wants every row.
  public static Parsed parse(String text) {
    FilterParser parser = new FilterParser(text);
    try {
      if (parser.now().kind() == Kind.END) {
        return new Parsed.Good(RowFilter.EVERYTHING);
      }
      RowFilter filter = parser.any();
      parser.expectEnd();
      return new Parsed.Good(filter);
    } catch (Fault fault) {
      return new Parsed.Faulty(fault.where);
    }
  }

  private FilterToken now() {
    return tokens.get(at);
  }

  private FilterToken take() {
    FilterToken token = now();
    if (token.kind() != Kind.END) {
      at++;
    }
    return token;
  }

  private void expectEnd() throws Fault {
    if (now().kind() == Kind.CLOSE) {
      throw new Fault(now(), Text.of("filter.fault.not-opened"));
    }
  }

  private RowFilter any() throws Fault {
    List<RowFilter> parts = new ArrayList<>(List.of(all()));
    while (now().is("or")) {
      take();
      parts.add(all());
    }
    return parts.size() == 1 ? parts.getFirst() : new RowFilter.Any(parts);
  }

  private RowFilter all() throws Fault {
    List<RowFilter> parts = new ArrayList<>(List.of(part()));
    while (now().kind() != Kind.END && now().kind() != Kind.CLOSE && !now().is("or")) {
      if (now().is("and")) {
        take();
      }
      parts.add(part());
    }
    return parts.size() == 1 ? parts.getFirst() : new RowFilter.All(parts);
  }

  private RowFilter part() throws Fault {
    FilterToken first = take();
    if (first.is("and") || first.is("or")) {
      throw new Fault(first, Text.of("filter.fault.nothing-before", first.text()));
    }
    if (first.is("not")) {
      return nested(first, () -> new RowFilter.Not(part()));
    }
    return switch (first.kind()) {
      case OPEN -> nested(first, this::bracket);
      case CLOSE -> throw new Fault(first, Text.of("filter.fault.empty"));
      case COMPARISON -> throw new Fault(first, Text.of("filter.fault.no-field", first.text()));
      case UNCLOSED -> throw new Fault(first, Text.of("filter.fault.unclosed"));
      case END -> throw new Fault(first, Text.of("filter.fault.end"));
      case WORD, QUOTED ->
          now().kind() == Kind.COMPARISON
              ? comparison(first)
              : new RowFilter.Contains(first.text());
    };
  }

  private interface Nested {
    RowFilter read() throws Fault;
  }

  private RowFilter nested(FilterToken first, Nested inner) throws Fault {
    if (depth == MOST_BRACKETS) {
      throw new Fault(first, Text.of("filter.fault.deep"));
    }
    depth++;
    RowFilter filter = inner.read();
    depth--;
    return filter;
  }

  private RowFilter bracket() throws Fault {
    RowFilter filter = any();
    if (now().kind() != Kind.CLOSE) {
      throw new Fault(now(), Text.of("filter.fault.not-closed"));
    }
    take();
    return filter;
  }

  private RowFilter comparison(FilterToken name) throws Fault {
    FilterField field =
        FilterField.of(name.text())
            .orElseThrow(() -> new Fault(name, Text.of("filter.fault.field", name.text())));
    FilterToken sign = take();
    FilterToken value = take();
    if (value.kind() == Kind.UNCLOSED) {
      throw new Fault(value, Text.of("filter.fault.unclosed"));
    }
    if (!value.isText()) {
      throw new Fault(value, Text.of("filter.fault.value", field.word(), sign.text()));
    }
    if (field.kind() == FilterField.Kind.SIZE && FilterValues.isUnit(now())) {
      // `rss > 1 GiB`, as people write it.
      FilterToken unit = take();
      value = new FilterToken(Kind.WORD, value.text() + unit.text(), value.from(), unit.to());
    }
    return FilterValues.compare(field, sign, value);
  }
}
