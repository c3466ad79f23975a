package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Ticker;
import dev.lifeguard.gui.inspector.Detail;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import javafx.beans.InvalidationListener;
import javafx.scene.Node;
import javafx.scene.control.SplitPane;
import javafx.scene.control.Tab;
import javafx.scene.control.TabPane;

/// Lets the one detail know that is in sight, and gives it the time; those that are not in sight
/// look at nothing. JavaFX thread.
final class DetailTabs {
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

  void close() {
    ticker.run(false);
  }
}
