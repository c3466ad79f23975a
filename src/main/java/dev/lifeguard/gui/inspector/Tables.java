package dev.lifeguard.gui.inspector;

import java.util.List;
import java.util.function.Function;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.collections.ObservableList;
import javafx.scene.control.TableCell;
import javafx.scene.control.TableColumn;
import javafx.scene.control.TableView;
import org.jspecify.annotations.Nullable;

/// Small tables whose rows are values: columns of text, widths in letters' sizes, and new rows that
/// take the places of the old ones, so that selection and scroll position survive.
final class Tables {
  private static final double ROW = 1.8;
  private static final double HEADER = 2.4;
  private static final double SCROLL_BAR = 14;

  private Tables() {}

  /// Adds a column of text.
  ///
  /// @param width in sizes of a letter
  static <R> TableColumn<R, R> column(
      TableView<R> table, String title, double width, Function<R, String> text) {
    TableColumn<R, R> column = new TableColumn<>(title);
    column.setUserData(width);
    column.setSortable(false);
    column.setReorderable(false);
    column.setCellValueFactory(row -> new ReadOnlyObjectWrapper<>(row.getValue()));
    column.setCellFactory(_ -> new TextCell<>(text));
    table.getColumns().add(column);
    return column;
  }

  /// Adds a column of numbers, which stand on the right.
  static <R> TableColumn<R, R> numbers(
      TableView<R> table, String title, double width, Function<R, String> text) {
    TableColumn<R, R> column = column(table, title, width, text);
    column.getStyleClass().add("number");
    return column;
  }

  /// A cell of text.
  static class TextCell<R> extends TableCell<R, R> {
    private final Function<R, String> text;

    TextCell(Function<R, String> text) {
      this.text = text;
    }

    @Override
    protected void updateItem(@Nullable R row, boolean empty) {
      super.updateItem(row, empty);
      setText(row == null || empty ? null : text.apply(row));
    }
  }

  /// Shows other rows.
  static <R> void show(TableView<R> table, List<R> rows) {
    ObservableList<R> items = table.getItems();
    for (int i = 0; i < Math.min(items.size(), rows.size()); i++) {
      if (!items.get(i).equals(rows.get(i))) {
        items.set(i, rows.get(i));
      }
    }
    if (items.size() > rows.size()) {
      items.remove(rows.size(), items.size());
    } else if (items.size() < rows.size()) {
      items.addAll(rows.subList(items.size(), rows.size()));
    }
  }

  /// Sets heights and widths for letters of this size; the last column takes what is left.
  static void size(TableView<?> table, double fontSize) {
    table.setFixedCellSize(ROW * fontSize);
    double used = 0;
    List<? extends TableColumn<?, ?>> columns = table.getColumns();
    for (TableColumn<?, ?> column : columns) {
      double width = column.getUserData() instanceof Double ems ? ems * fontSize : 0;
      boolean last = column.equals(columns.getLast());
      column.setPrefWidth(last ? Math.max(width, table.getWidth() - used - SCROLL_BAR) : width);
      used += width;
    }
  }

  /// Makes a table as high as its rows, so that it needs no scroll bar of its own.
  static void fit(TableView<?> table, double fontSize) {
    double height = (HEADER + ROW * Math.max(1, table.getItems().size())) * fontSize + SCROLL_BAR;
    table.setMinHeight(height);
    table.setPrefHeight(height);
    table.setMaxHeight(height);
  }
}
