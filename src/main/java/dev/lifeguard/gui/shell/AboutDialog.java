package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Text;
import java.util.Optional;
import javafx.scene.control.ButtonType;
import javafx.scene.control.Label;
import javafx.scene.layout.VBox;
import javafx.stage.Stage;

/// Says what this program is, and what to tell when something is wrong with it.
final class AboutDialog {
  private AboutDialog() {}

  static void show(Optional<Stage> owner, Appearance appearance, Workbench.About about) {
    Label name = new Label(Text.of("title"));
    name.getStyleClass().add("name");
    Label what = new Label(Text.of("about.what"));
    what.setWrapText(true);
    Label versions = new Label(Text.of("about.versions", about.version(), about.runtime()));
    versions.setWrapText(true);
    Label log = new Label(Text.of("about.log", about.log()));
    log.setWrapText(true);
    log.getStyleClass().add("why");
    VBox content = new VBox(name, what, versions, log);
    content.getStyleClass().add("about");
    content.setId("about");
    ScrolledContent scrolled = new ScrolledContent(Text.of("menu.about"), content);
    Dialogs.make(owner, appearance, Text.of("menu.about"), scrolled, ButtonType.CLOSE).show();
  }
}
