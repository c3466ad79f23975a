package dev.lifeguard.gui.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class PresetsViewModelTest {
  private final LaunchViewModel dialog =
      new LaunchViewModel(new LaunchDefaults("/home/kim", 4, "/home/kim/launched"));
  private final List<List<Preset>> kept = new ArrayList<>();
  private final PresetsViewModel presets =
      new PresetsViewModel(
          dialog, List.of(new Preset("primes", Map.of("target", "primes:factor"))), kept::add);

  @Test
  void chosenPresetFillsTheDialogIn() {
    presets.choose("primes");
    assertThat(dialog.textProperty(LaunchText.TARGET).get()).isEqualTo("primes:factor");
    assertThat(presets.nameProperty().get()).isEqualTo("primes");
  }

  @Test
  void savingUnderAKnownNameTakesItsPlace() {
    presets.choose("primes");
    dialog.textProperty(LaunchText.TARGET).set("primes:sieve");
    presets.save();
    assertThat(presets.names()).containsExactly("primes");
    assertThat(kept.getLast().getFirst().fields()).containsEntry("target", "primes:sieve");
    presets.nameProperty().set("  other ");
    presets.save();
    assertThat(presets.names()).containsExactly("primes", "other");
  }

  @Test
  void onlyWhatThereIsCanBeDeletedAndOnlyWhatHasANameCanBeSaved() {
    assertThat(presets.canSaveProperty().get()).isFalse();
    assertThat(presets.canDeleteProperty().get()).isFalse();
    presets.nameProperty().set("prim");
    assertThat(presets.canSaveProperty().get()).isTrue();
    assertThat(presets.canDeleteProperty().get()).isFalse();
    presets.nameProperty().set("primes");
    presets.delete();
    assertThat(kept.getLast()).isEmpty();
    assertThat(presets.names()).isEmpty();
  }
}
