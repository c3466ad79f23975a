package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javafx.scene.control.Menu;
import javafx.scene.control.MenuButton;
import javafx.scene.control.MenuItem;
import javafx.scene.control.RadioMenuItem;
import javafx.scene.control.SeparatorMenuItem;
import javafx.scene.control.ToggleGroup;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyCodeCombination;

/// How often the processes are measured, in the menu bar and in the tool bar.
final class SamplingMenu {
  private SamplingMenu() {}

  /// Binds both to a job.
  static void bind(SamplingViewModel model, Menu menu, MenuButton button) {
    MenuItem now = MenuItems.make("menu-sample-now", Text.of("sampling.now"), model::now);
    now.setAccelerator(new KeyCodeCombination(KeyCode.F5));
    List<MenuItem> items = new ArrayList<>();
    items.add(now);
    items.add(MenuItems.make("menu-sample-faster", Text.of("sampling.faster"), model::faster));
    items.add(MenuItems.make("menu-sample-slower", Text.of("sampling.slower"), model::slower));
    items.add(new SeparatorMenuItem());
    items.addAll(rates(model, "menu-sample-"));
    menu.getItems().setAll(items);
    menu.disableProperty().bind(model.canSampleProperty().not());
    button.getItems().setAll(rates(model, "sample-"));
    button.setVisible(model.isOffered());
    button.disableProperty().bind(model.canSampleProperty().not());
    button.textProperty().bind(model.periodProperty().map(SampleRate::words));
  }

  private static List<RadioMenuItem> rates(SamplingViewModel model, String prefix) {
    ToggleGroup group = new ToggleGroup();
    List<RadioMenuItem> items = new ArrayList<>();
    for (SampleRate rate : SampleRate.values()) {
      RadioMenuItem item = new RadioMenuItem(rate.words());
      item.setId(prefix + rate.name().toLowerCase(Locale.ROOT));
      item.setToggleGroup(group);
      item.setOnAction(_ -> model.every(rate));
      model.periodProperty().subscribe(period -> item.setSelected(period.equals(rate.period())));
      items.add(item);
    }
    return items;
  }
}
