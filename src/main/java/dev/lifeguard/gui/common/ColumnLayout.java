package dev.lifeguard.gui.common;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import javafx.beans.InvalidationListener;
import javafx.collections.ObservableList;
import javafx.scene.control.TableColumnBase;
import javafx.scene.layout.Region;

/// The widths and the order of a table's columns: chosen by the table as long as the user does not,
/// and remembered when he does. JavaFX thread.
///
/// Widths are in letters' sizes. What a wide table has left over goes to the columns that have most
/// to say, except to those whose width the user has chosen.
///
/// @param <C> the columns
public final class ColumnLayout<C extends TableColumnBase<?, ?>> {
  private static final double SCROLL_BAR = 14;

  private final ObservableList<C> columns;
  private final List<C> usualOrder;
  private final Map<String, Width> widths;
  private final Map<String, Double> chosen = new HashMap<>();
  private final Appearance appearance;
  private final Region table;
  private Consumer<List<ColumnPlace>> changed = _ -> {};
  private boolean ours;

  /// How wide a column is by itself.
  ///
  /// @param least in letters' sizes
  /// @param share of what is left over
  public record Width(double least, double share) {}

  /// Lays the columns of a table out.
  ///
  /// @param columns of the table; each has an id
  /// @param widths of each, by its id
  public ColumnLayout(
      Region table, ObservableList<C> columns, Map<String, Width> widths, Appearance appearance) {
    this.table = table;
    this.columns = columns;
    this.usualOrder = List.copyOf(columns);
    this.widths = Map.copyOf(widths);
    this.appearance = appearance;
    appearance.fontSizeProperty().subscribe(_ -> layOut());
    table.widthProperty().subscribe(_ -> layOut());
    columns.forEach(column -> column.widthProperty().subscribe(_ -> widened(column)));
    columns.addListener((InvalidationListener) _ -> tell());
  }

  /// Tells of every change that the user makes.
  public void onChange(Consumer<List<ColumnPlace>> listener) {
    changed = listener;
  }

  /// Puts the columns where they were; those that are not named stand behind the others.
  public void restore(List<ColumnPlace> places) {
    List<C> order = new ArrayList<>();
    for (ColumnPlace place : places) {
      for (C column : usualOrder) {
        if (column.getId().equals(place.column()) && !order.contains(column)) {
          order.add(column);
          if (place.width() > 0) {
            chosen.put(place.column(), place.width());
          }
        }
      }
    }
    usualOrder.stream().filter(column -> !order.contains(column)).forEach(order::add);
    ours = true;
    if (!columns.equals(order)) {
      columns.setAll(order);
    }
    ours = false;
    layOut();
  }

  /// Puts everything where it stands without the user's doing.
  public void reset() {
    chosen.clear();
    restore(List.of());
    tell();
  }

  private void layOut() {
    double fontSize = appearance.fontSizeProperty().get();
    double used = 0;
    double shares = 0;
    for (C column : columns) {
      Width width = width(column);
      used += chosen.getOrDefault(column.getId(), width.least());
      shares += chosen.containsKey(column.getId()) ? 0 : width.share();
    }
    double rest = Math.max(0, table.getWidth() - used * fontSize - SCROLL_BAR);
    ours = true;
    for (C column : columns) {
      Width width = width(column);
      Double wanted = chosen.get(column.getId());
      column.setPrefWidth(
          wanted != null
              ? wanted * fontSize
              : width.least() * fontSize + (shares == 0 ? 0 : rest * width.share() / shares));
    }
    ours = false;
  }

  private Width width(C column) {
    Width width = widths.get(column.getId());
    if (width == null) {
      throw new IllegalStateException("no width of the column " + column.getId());
    }
    return width;
  }

  private void widened(C column) {
    // A drag on its edge sets the width alone; whoever lays out sets the preferred one.
    if (!ours && Math.abs(column.getWidth() - column.getPrefWidth()) > 0.5) {
      chosen.put(column.getId(), column.getWidth() / appearance.fontSizeProperty().get());
      tell();
    }
  }

  private void tell() {
    if (!ours) {
      changed.accept(
          columns.stream()
              .map(c -> new ColumnPlace(c.getId(), chosen.getOrDefault(c.getId(), 0.0)))
              .toList());
    }
  }
}
