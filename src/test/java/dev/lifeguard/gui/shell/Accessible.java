package dev.lifeguard.gui.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import javafx.scene.AccessibleRole;
import javafx.scene.Node;
import javafx.scene.Parent;
import javafx.scene.control.ButtonBar;
import javafx.scene.control.ComboBoxBase;
import javafx.scene.control.Control;
import javafx.scene.control.IndexedCell;
import javafx.scene.control.Label;
import javafx.scene.control.Labeled;
import javafx.scene.control.ListView;
import javafx.scene.control.MenuBar;
import javafx.scene.control.MenuButton;
import javafx.scene.control.ScrollBar;
import javafx.scene.control.ScrollPane;
import javafx.scene.control.Separator;
import javafx.scene.control.Spinner;
import javafx.scene.control.SplitPane;
import javafx.scene.control.TabPane;
import javafx.scene.control.TableView;
import javafx.scene.control.TextInputControl;
import javafx.scene.control.ToolBar;
import javafx.scene.control.TreeTableView;

/// Walks the scene graph as somebody who cannot see it would be told of it, and complains of what
/// has no name or no role.
final class Accessible {
  private final List<Label> labels = new ArrayList<>();
  private final List<String> complaints = new ArrayList<>();
  private int seen;

  private Accessible() {}

  /// Everything below a root that cannot be told of; empty when all is well.
  ///
  /// @throws IllegalStateException when there was nothing to look at, which proves nothing
  static List<String> complaints(Parent root) {
    Accessible walk = new Accessible();
    walk.each(
        root,
        node -> {
          if (node instanceof Label label) {
            walk.labels.add(label);
            walk.seen++;
          }
        });
    walk.each(root, walk::look);
    if (walk.seen == 0) {
      throw new IllegalStateException("there is no control below " + root);
    }
    return walk.complaints;
  }

  private void each(Node node, Consumer<Node> visit) {
    visit.accept(node);
    if (node instanceof TabPane tabs) {
      tabs.getTabs().forEach(tab -> each(tab.getContent(), visit));
    } else if (node instanceof SplitPane split) {
      split.getItems().forEach(item -> each(item, visit));
    } else if (node instanceof ScrollPane scroll && scroll.getContent() != null) {
      each(scroll.getContent(), visit);
    } else if (node instanceof ToolBar tools) {
      tools.getItems().forEach(item -> each(item, visit));
    } else if (node instanceof Parent parent && !isMadeOfParts(node)) {
      parent.getChildrenUnmodifiable().forEach(child -> each(child, visit));
    }
  }

  /// Controls whose inside is made by the toolkit, which also tells of it.
  private static boolean isMadeOfParts(Node node) {
    return node instanceof TableView
        || node instanceof TreeTableView
        || node instanceof ListView
        || node instanceof TextInputControl
        || node instanceof ComboBoxBase
        || node instanceof Spinner
        || node instanceof MenuButton
        || node instanceof MenuBar
        || node instanceof ScrollBar;
  }

  private void look(Node node) {
    boolean counts = node.isFocusTraversable() || isControlOfItsOwn(node);
    if (node instanceof TabPane tabs) {
      tabs.getTabs().stream()
          .filter(tab -> tab.getText() == null || tab.getText().isBlank())
          .forEach(tab -> complaints.add("a tab without a name: " + tab.getId()));
      return;
    }
    if (!counts || node.getClass().getName().startsWith("org.controlsfx")) {
      return;
    }
    seen++;
    if (node.getAccessibleRole() == null
        || node.getAccessibleRole() == AccessibleRole.NODE
        || node.getAccessibleRole() == AccessibleRole.PARENT) {
      complaints.add("without a role: " + node);
    }
    if (name(node).isBlank()) {
      complaints.add("without a name: " + node);
    }
  }

  /// Labels speak for others, and the rest only holds or divides.
  private static boolean isControlOfItsOwn(Node node) {
    return switch (node) {
      case Separator _,
          ButtonBar _,
          ScrollBar _,
          SplitPane _,
          ScrollPane _,
          IndexedCell<?> _,
          Label _ ->
          false;
      case Control _ -> true;
      default -> false;
    };
  }

  private String name(Node node) {
    if (node.getAccessibleText() != null) {
      return node.getAccessibleText();
    }
    if (node instanceof Labeled labeled && labeled.getText() != null) {
      return labeled.getText();
    }
    return labels.stream()
        .filter(label -> node.equals(label.getLabelFor()))
        .map(Label::getText)
        .findFirst()
        .orElse("");
  }
}
