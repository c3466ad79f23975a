package dev.lifeguard.gui.launch;

import java.io.File;
import java.util.Optional;
import javafx.stage.DirectoryChooser;
import javafx.stage.FileChooser;
import javafx.stage.Window;

/// With the dialogs of the system.
///
/// @param owner the window that waits meanwhile
/// @param beginning where to begin, a directory, if there is such a directory
record SystemChoosing(Window owner, String beginning) implements Choosing {
  @Override
  public Optional<String> file() {
    return show(chooser());
  }

  @Override
  public Optional<String> file(String kind, String pattern) {
    FileChooser chooser = chooser();
    chooser.getExtensionFilters().add(new FileChooser.ExtensionFilter(kind, pattern));
    return show(chooser);
  }

  @Override
  public Optional<String> directory() {
    DirectoryChooser chooser = new DirectoryChooser();
    existing().ifPresent(chooser::setInitialDirectory);
    return Optional.ofNullable(chooser.showDialog(owner)).map(File::getPath);
  }

  private FileChooser chooser() {
    FileChooser chooser = new FileChooser();
    existing().ifPresent(chooser::setInitialDirectory);
    return chooser;
  }

  private Optional<String> show(FileChooser chooser) {
    return Optional.ofNullable(chooser.showOpenDialog(owner)).map(File::getPath);
  }

  private Optional<File> existing() {
    return Optional.of(new File(beginning)).filter(File::isDirectory);
  }
}
