package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.processes.ProcessesController;
import dev.lifeguard.gui.processes.RowOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.control.MenuItem;

/// The orders of the process table as a menu: what a click on a heading does, for the keyboard.
final class SortMenu {
  private SortMenu() {}

  static List<MenuItem> items(ProcessesController table) {
    List<MenuItem> items = new ArrayList<>();
    items.add(item(Text.of("menu.sort-none"), table, Optional.empty()));
    for (RowOrder.Column column : RowOrder.Column.values()) {
      RowOrder order = new RowOrder(column, mostFirst(column));
      items.add(item(column.heading(), table, Optional.of(order)));
    }
    return items;
  }

  /// Who sorts by an amount looks for the largest one.
  private static boolean mostFirst(RowOrder.Column column) {
    return switch (column) {
      case NAME, PID, STATE, TASK, NOTE -> false;
      case TIME, CPU, MEMORY -> true;
    };
  }

  private static MenuItem item(String text, ProcessesController table, Optional<RowOrder> order) {
    String id = "sort-" + order.map(wanted -> wanted.column().key()).orElse("none");
    return MenuItems.make(id, text, () -> table.sortBy(order));
  }
}
