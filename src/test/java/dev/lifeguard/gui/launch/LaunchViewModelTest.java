package dev.lifeguard.gui.launch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.launch.LaunchViewModel.ItemKind;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LaunchViewModelTest {
  private final LaunchViewModel model =
      new LaunchViewModel(new LaunchDefaults("/home/kim/primes", 4));

  @Test
  void faultsAreSilentUntilTheUserTriesToLaunch() {
    model.targetProperty().set("nonsense");
    assertThat(fault(LaunchField.TARGET)).isEmpty();
    assertThat(model.check()).isFalse();
    assertThat(fault(LaunchField.TARGET)).isNotEmpty();
  }

  @Test
  void faultGoesAsSoonAsItIsMended() {
    model.check();
    assertThat(fault(LaunchField.TARGET)).isNotEmpty();
    model.targetProperty().set("primes:factor");
    assertThat(fault(LaunchField.TARGET)).isEmpty();
    assertThat(fault(LaunchField.ITEMS)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"primes:factor", "a.b.c:f_1", "job.py:run", "/x y/job.py:run", "größe:messen"})
  void functionsAreTaken(String target) {
    model.targetProperty().set(target);
    model.check();
    assertThat(fault(LaunchField.TARGET)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"primes", "primes:", ":factor", "job.py", "1a:f", "a:1f", "a:b:c"})
  void otherThingsAreRefused(String target) {
    model.targetProperty().set(target);
    model.check();
    assertThat(fault(LaunchField.TARGET)).isNotEmpty();
  }

  @Test
  void rangeMustNotRunBackwards() {
    model.rangeFirstProperty().set("10");
    model.rangeLastProperty().set("9");
    model.check();
    assertThat(fault(LaunchField.ITEMS)).contains("larger");
    model.rangeLastProperty().set("10");
    assertThat(fault(LaunchField.ITEMS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "two", "99999999999", "10001"})
  void workersAreAWholeNumber(String workers) {
    model.workersProperty().set(workers);
    model.check();
    assertThat(fault(LaunchField.WORKERS)).isNotEmpty();
  }

  @Test
  void requestHoldsTheFields() {
    fillIn();
    model.retriesProperty().set("3");
    assertThat(model.check()).isTrue();
    assertThat(model.request())
        .isEqualTo(
            new LaunchRequest(
                "primes:factor",
                new LaunchRequest.Items.Source("1..100"),
                4,
                "/home/kim/primes",
                "",
                OptionalInt.of(3)));
  }

  @Test
  void typedLinesAreItemsAndEmptyOnesAreNot() {
    fillIn();
    model.itemKindProperty().set(ItemKind.LINES);
    model.linesProperty().set("one\n\n two \nit's");
    assertThat(model.request().items())
        .isEqualTo(new LaunchRequest.Items.Typed(List.of("one", " two ", "it's")));
    assertThat(model.commandLineProperty().get())
        .isEqualTo(
            "printf '%s\\n' one ' two ' 'it'\\''s' | lifeguard run --python primes:factor"
                + " --items - --workers 4");
  }

  @Test
  void commandLineDoesTheSame() {
    fillIn();
    model.interpreterProperty().set("/opt/my python/bin/python3");
    model.retriesProperty().set("1");
    assertThat(model.commandLineProperty().get())
        .isEqualTo(
            "lifeguard run --python primes:factor --items 1..100 --workers 4 --retries 1"
                + " --set 'worker.interpreter=/opt/my python/bin/python3'");
    model.directoryProperty().set("/tmp");
    assertThat(model.commandLineProperty().get()).startsWith("cd /tmp && lifeguard run ");
  }

  @Test
  void whatTheMachineSaysIsShownAtItsField() {
    fillIn();
    model.check();
    model.refused(
        List.of(
            new FieldFault(LaunchField.INTERPRETER, "There is no python here."),
            new FieldFault(LaunchField.JOB, "The disk is full.")));
    assertThat(fault(LaunchField.INTERPRETER)).isEqualTo("There is no python here.");
    assertThat(fault(LaunchField.JOB)).isEqualTo("The disk is full.");
    model.interpreterProperty().set("python3");
    assertThat(fault(LaunchField.INTERPRETER)).isEmpty();
    assertThat(fault(LaunchField.JOB)).isEmpty();
  }

  private void fillIn() {
    model.targetProperty().set("primes:factor");
    model.rangeFirstProperty().set("1");
    model.rangeLastProperty().set(" 100");
  }

  private String fault(LaunchField field) {
    return model.faultProperty(field).get();
  }
}
