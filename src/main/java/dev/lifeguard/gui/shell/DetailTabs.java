package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Ticker;
import dev.lifeguard.gui.inspector.Detail;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.beans.property.ReadOnlyDoubleProperty;
import javafx.css.PseudoClass;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/// Lets the one detail know that is in sight, and gives it the time; those that are not in sight
/// look at nothing. JavaFX thread.
final class DetailTabs {
  private static final PseudoClass TIGHT = PseudoClass.getPseudoClass("tight");

  /// In letters. Found by looking: so wide are all tabs with the usual room around their names.
  private static final double ROOMY = 33;

  private final JobSession session;
  private final Map<Tab, Detail> details = new HashMap<>();
  private final Ticker ticker;

  DetailTabs(JobSession session) {
    this.session = session;
    ticker = new Ticker(session.details()::look);
  }

  void add(Tab tab, Detail detail) {
    details.put(tab, detail);
  }

  /// Looks after these tabs from now on.
  ///
  /// @param split has the inspector in it while that is not folded away
  void watch(SplitPane split, Node inspector, TabPane tabs) {
    tabs.getSelectionModel().selectedItemProperty().subscribe(_ -> look(split, inspector, tabs));
    split.getItems().addListener((InvalidationListener) _ -> look(split, inspector, tabs));
  }

  private void look(SplitPane split, Node inspector, TabPane tabs) {
    // A tab learns that it is selected only after its pane has said so.
    Tab front = tabs.getSelectionModel().getSelectedItem();
    Optional<Detail> inSight =
        split.getItems().contains(inspector)
            ? Optional.ofNullable(details.get(front))
            : Optional.empty();
    session.lookAt(inSight);
    ticker.run(inSight.isPresent());
  }

  /// Lets the tabs stand closer where the letters are large for the width, so that all of them stay
  /// in sight.
  void tighten(TabPane tabs, ReadOnlyDoubleProperty fontSize) {
    tabs.widthProperty().subscribe(_ -> tighten(tabs, fontSize.get()));
    fontSize.subscribe(_ -> tighten(tabs, fontSize.get()));
  }

  private static void tighten(TabPane tabs, double fontSize) {
    tabs.pseudoClassStateChanged(TIGHT, tabs.getWidth() < ROOMY * fontSize);
  }

  void close() {
    ticker.run(false);
  }
}
