package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.inspector.Blow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import javafx.beans.value.ObservableValue;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuItem;
import javafx.scene.control.SeparatorMenuItem;

/// What can be made to go wrong on purpose: a blow against the selected worker, and demonstrations.
final class DemoMenu {
  private DemoMenu() {}

  /// The items of one menu.
  ///
  /// @param canStrike whether there is a worker to be struck
  /// @param strike deals the blow
  static List<MenuItem> items(
      List<DemoListing> demos,
      Shell shell,
      ObservableValue<Boolean> canStrike,
      Consumer<Blow> strike) {
    List<MenuItem> items = new ArrayList<>();
    Menu breaking = new Menu(Text.of("break"));
    breaking
        .getItems()
        .setAll(
            Stream.of(Blow.values())
                .map(blow -> {
                  MenuItem item =
                      MenuItems.make(
                          "break-" + blow.name().toLowerCase(Locale.ROOT),
                          blow.words(),
                          () -> strike.accept(blow));
                  item.disableProperty().bind(canStrike.map(can -> !can));
                  return item;
                })
                .toList());
    items.add(breaking);
    items.add(new SeparatorMenuItem());
    demos.stream()
        .map(demo ->
            MenuItems.make("demo-" + demo.name(), demo.title(), () -> shell.demo(demo.name())))
        .forEach(items::add);
    if (demos.size() > 1) {
      items.add(new SeparatorMenuItem());
      items.add(MenuItems.make("demo-all", Text.of("demo.all"), () -> shell.demos(demos)));
    }
    return items;
  }
}
