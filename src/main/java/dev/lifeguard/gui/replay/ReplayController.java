package dev.lifeguard.gui.replay;

import dev.lifeguard.gui.common.Text;
import dev.lifeguard.gui.common.Ticker;
import dev.lifeguard.job.Replay;
import java.util.Locale;
import javafx.fxml.FXML;
import javafx.scene.Node;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Slider;
import javafx.scene.layout.HBox;
import javafx.util.StringConverter;
import org.kordamp.ikonli.javafx.FontIcon;

/// Binds the bar under a film. JavaFX thread.
public final class ReplayController {
  private final ReplayViewModel model;
  private final Ticker ticker;
  private boolean following;

  @FXML private HBox root;
  @FXML private Button toggle;
  @FXML private Button previous;
  @FXML private Button next;
  @FXML private FontIcon toggleIcon;
  @FXML private IncidentMarks marks;
  @FXML private Slider slider;
  @FXML private Label longest;
  @FXML private Label time;
  @FXML private ChoiceBox<Double> speed;

  /// A controller for FXML to fill in.
  @SuppressWarnings("NullAway.Init") // FXML sets the fields before it calls initialize().
  public ReplayController(ReplayViewModel model) {
    this.model = model;
    ticker = new Ticker(this::tellProgress);
  }

  @FXML
  void initialize() {
    root.setVisible(model.isFilm());
    root.setManaged(model.isFilm());
    slider.maxProperty().bind(model.lengthProperty());
    model.positionProperty().subscribe(_ -> follow());
    model.lengthProperty().subscribe(_ -> follow());
    // A subscription would begin with a value that nobody has chosen.
    slider
        .valueProperty()
        .addListener((_, _, value) -> {
          if (!following) {
            model.seek(value.doubleValue());
          }
        });
    time.textProperty().bind(model.timeProperty());
    // The slider must not change its length whenever the time has a digit more.
    longest.textProperty().bind(model.longestTimeProperty());
    model.marksProperty().subscribe(marks::show);
    slider.needsLayoutProperty().subscribe(_ -> alignMarks());
    model.playingProperty().subscribe(this::showPlaying);
    previous.disableProperty().bind(model.incidentsProperty().not());
    next.disableProperty().bind(model.incidentsProperty().not());
    toggle.disableProperty().bind(model.readingProperty());
    slider.disableProperty().bind(model.readingProperty());
    model.readingProperty().subscribe(ticker::run);
    toggle.setOnAction(_ -> model.toggle());
    previous.setOnAction(_ -> model.previousIncident());
    next.setOnAction(_ -> model.nextIncident());
    speed.getItems().setAll(Replay.SPEEDS);
    speed.setConverter(new Times());
    speed.setValue(1.0);
    speed.valueProperty().subscribe(times -> model.speed(times == null ? 1 : times));
  }

  private void tellProgress() {
    if (!model.tellProgress()) {
      ticker.run(false);
    }
  }

  /// The slider goes along with the film, unless somebody holds it.
  private void follow() {
    if (slider.isValueChanging()) {
      return;
    }
    following = true;
    slider.setValue(model.positionProperty().get());
    following = false;
  }

  private void alignMarks() {
    Node thumb = slider.lookup(".thumb");
    if (thumb != null) {
      marks.inset(slider.getPadding().getLeft() + thumb.getLayoutBounds().getWidth() / 2);
    }
  }

  private void showPlaying(boolean playing) {
    toggle.setText(playing ? Text.of("replay.pause") : Text.of("replay.play"));
    toggleIcon.setIconLiteral(playing ? "fth-pause" : "fth-play");
  }

  /// `1/4 ×`, `16 ×`.
  private static final class Times extends StringConverter<Double> {
    @Override
    public String toString(Double times) {
      return times < 1
          ? String.format(Locale.ROOT, "1/%.0f ×", 1 / times)
          : String.format(Locale.ROOT, "%.0f ×", times);
    }

    @Override
    public Double fromString(String text) {
      throw new UnsupportedOperationException("speeds are chosen, not typed");
    }
  }
}
