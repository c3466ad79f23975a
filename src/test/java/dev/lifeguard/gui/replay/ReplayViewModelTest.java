package dev.lifeguard.gui.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.story.ScriptedFilm;
import dev.lifeguard.gui.story.ScriptedSource;
import org.junit.jupiter.api.Test;

final class ReplayViewModelTest {
  private final ScriptedFilm film = new ScriptedFilm();
  private final ReplayViewModel model = new ReplayViewModel(film);

  @Test
  void tellsHowMuchIsReadUntilThereIsSomethingToDraw() {
    assertThat(model.readingProperty().get()).isTrue();
    assertThat(model.timeProperty().get()).isEqualTo("reading… 0 %");
    film.read(0.436);
    assertThat(model.tellProgress()).as("there will be more to tell").isTrue();
    assertThat(model.timeProperty().get()).isEqualTo("reading… 43 %");
    model.seek(3);
    assertThat(model.timeProperty().get()).isEqualTo("reading… 43 %");
    film.read(1);
    assertThat(model.tellProgress()).isFalse();
    assertThat(model.timeProperty().get()).as("not all is folded").isEqualTo("reading… 99 %");
    assertThat(model.readingProperty().get()).isTrue();
    model.refresh();
    assertThat(model.readingProperty().get()).isFalse();
    assertThat(model.timeProperty().get()).isEqualTo("0.0 s / 0.0 s");
    assertThat(model.tellProgress()).isFalse();
    assertThat(model.timeProperty().get()).isEqualTo("0.0 s / 0.0 s");
  }

  @Test
  void jobThatIsNoFilmIsNotRead() {
    ReplayViewModel none = new ReplayViewModel(new ScriptedSource());
    assertThat(none.readingProperty().get()).isFalse();
    assertThat(none.tellProgress()).isFalse();
    assertThat(none.timeProperty().get()).isEmpty();
  }
}
