package dev.lifeguard.gui.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class LaunchViewModelTest {
  private final LaunchViewModel model =
      new LaunchViewModel(new LaunchDefaults("/home/kim/primes", 4, "/home/kim/launched"));

  @Test
  void faultsAreSilentUntilTheUserTriesToLaunch() {
    type(LaunchText.TARGET, "nonsense");
    assertThat(fault(LaunchField.TARGET)).isEmpty();
    assertThat(model.check()).isFalse();
    assertThat(fault(LaunchField.TARGET)).isNotEmpty();
  }

  @Test
  void faultGoesAsSoonAsItIsMended() {
    model.check();
    assertThat(fault(LaunchField.TARGET)).isNotEmpty();
    type(LaunchText.TARGET, "primes:factor");
    assertThat(fault(LaunchField.TARGET)).isEmpty();
    assertThat(fault(LaunchField.ITEMS)).isNotEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"primes:factor", "a.b.c:f_1", "job.py:run", "/x y/job.py:run", "größe:messen"})
  void functionsAreTaken(String target) {
    type(LaunchText.TARGET, target);
    model.check();
    assertThat(fault(LaunchField.TARGET)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"primes", "primes:", ":factor", "job.py", "1a:f", "a:1f", "a:b:c"})
  void otherThingsAreRefused(String target) {
    type(LaunchText.TARGET, target);
    model.check();
    assertThat(fault(LaunchField.TARGET)).isNotEmpty();
  }

  @Test
  void everyKindOfWorkerHasItsOwnRules() {
    type(LaunchText.TARGET, "com.acme.Render");
    model.check();
    assertThat(fault(LaunchField.TARGET)).contains("module:function");
    model.workerProperty().set(LaunchChoice.Worker.JAVA);
    assertThat(fault(LaunchField.TARGET)).isEmpty();
    model.workerProperty().set(LaunchChoice.Worker.COMMAND);
    type(LaunchText.TARGET, "convert 'a b");
    assertThat(fault(LaunchField.TARGET)).contains("quotation mark");
  }

  @Test
  void rangeMustNotRunBackwards() {
    type(LaunchText.RANGE_FIRST, "10");
    type(LaunchText.RANGE_LAST, "9");
    model.check();
    assertThat(fault(LaunchField.ITEMS)).contains("larger");
    type(LaunchText.RANGE_LAST, "10");
    assertThat(fault(LaunchField.ITEMS)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-1", "two", "99999999999", "10001"})
  void workersAreAWholeNumber(String workers) {
    type(LaunchText.WORKERS, workers);
    model.check();
    assertThat(fault(LaunchField.WORKERS)).isNotEmpty();
  }

  @Test
  void limitsHaveUnits() {
    type(LaunchText.MEMORY, "2G");
    type(LaunchText.TASK_TIMEOUT, "90");
    type(LaunchText.GRACE, "5 s");
    type(LaunchText.ENVIRONMENT, "OMP_NUM_THREADS=1\nnonsense");
    model.check();
    assertThat(
            List.of(
                fault(LaunchField.MEMORY),
                fault(LaunchField.TASK_TIMEOUT),
                fault(LaunchField.GRACE),
                fault(LaunchField.ENVIRONMENT)))
        .doesNotContain("");
    type(LaunchText.MEMORY, "1.5GiB");
    type(LaunchText.TASK_TIMEOUT, "1h30m");
    type(LaunchText.GRACE, "500ms");
    type(LaunchText.ENVIRONMENT, "OMP_NUM_THREADS=1\n\nEMPTY=");
    assertThat(
            List.of(
                fault(LaunchField.MEMORY),
                fault(LaunchField.TASK_TIMEOUT),
                fault(LaunchField.GRACE),
                fault(LaunchField.ENVIRONMENT)))
        .containsOnly("");
  }

  @Test
  void typedLinesAreItemsAndEmptyOnesAreNot() {
    fillIn();
    model.itemsProperty().set(LaunchChoice.Items.LINES);
    type(LaunchText.LINES, "one\n\n two \nit's");
    assertThat(model.request().lines()).containsExactly("one", " two ", "it's");
    assertThat(model.commandLineProperty().get())
        .isEqualTo(
            "printf '%s\\n' one ' two ' 'it'\\''s' | lifeguard run --python primes:factor"
                + " --items - --workers 4");
  }

  @Test
  void commandLineDoesTheSame() {
    fillIn();
    type(LaunchText.INTERPRETER, "/opt/my python/bin/python3");
    type(LaunchText.RETRIES, "1");
    assertThat(model.commandLineProperty().get())
        .isEqualTo(
            "lifeguard run --python primes:factor"
                + " --set 'worker.interpreter=\"/opt/my python/bin/python3\"'"
                + " --items 1..100 --workers 4 --retries 1");
    type(LaunchText.DIRECTORY, "/tmp");
    assertThat(model.commandLineProperty().get()).startsWith("cd /tmp && lifeguard run ");
  }

  @Test
  void fieldsOfOtherKindsAreLeftOut() {
    fillIn();
    type(LaunchText.CLASS_PATH, "lib/*");
    type(LaunchText.SOFT_TIMEOUT, "5s");
    assertThat(model.request().arguments()).noneMatch(word -> word.contains("classpath"));
    model.workerProperty().set(LaunchChoice.Worker.PROGRAM);
    type(LaunchText.TARGET, "node 'my worker.js'");
    assertThat(model.request().arguments())
        .contains("worker.program=[node, \"my worker.js\"]")
        .noneMatch(word -> word.contains("soft-timeout"));
  }

  @Test
  void watchedProgramIsLaunchedWithTheRescueThatIsWished() {
    model.workerProperty().set(LaunchChoice.Worker.WATCHED);
    assertThat(model.check()).isFalse();
    assertThat(fault(LaunchField.TARGET)).isEqualTo("Say what to run.");
    assertThat(fault(LaunchField.ITEMS)).as("it brings its own").isEmpty();
    type(LaunchText.TARGET, "python3 'my build.py'");
    assertThat(model.check()).isTrue();
    assertThat(model.commandLineProperty().get())
        .isEqualTo("lifeguard launch -- python3 'my build.py'");
    model.rescueProperty().set(LaunchChoice.Rescue.RAISE);
    assertThat(model.commandLineProperty().get())
        .isEqualTo("lifeguard launch --rescue -- python3 'my build.py'");
    model.rescueProperty().set(LaunchChoice.Rescue.RETRY);
    assertThat(model.commandLineProperty().get())
        .isEqualTo("lifeguard launch --rescue=retry -- python3 'my build.py'");
    assertThat(model.request().verb()).isEqualTo(LaunchRequest.Verb.LAUNCH);
  }

  @Test
  void presetBringsEveryFieldBack() {
    fillIn();
    model.rescueProperty().set(LaunchChoice.Rescue.RETRY);
    model.workerProperty().set(LaunchChoice.Worker.COMMAND);
    model.feedProperty().set(LaunchChoice.Feed.STDIN);
    type(LaunchText.TARGET, "wc -c");
    type(LaunchText.WORKERS, "7");
    LaunchRequest before = model.request();
    Preset preset = model.preset("count");
    model.fill(new Preset("nothing", Map.of("worker", "spaceship")));
    assertThat(model.workerProperty().get()).isEqualTo(LaunchChoice.Worker.PYTHON);
    assertThat(model.textProperty(LaunchText.WORKERS).get()).isEqualTo("4");
    assertThat(model.rescueProperty().get()).isEqualTo(LaunchChoice.Rescue.NONE);
    model.fill(preset);
    assertThat(model.rescueProperty().get()).isEqualTo(LaunchChoice.Rescue.RETRY);
    assertThat(model.request()).isEqualTo(before);
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
    type(LaunchText.INTERPRETER, "python3");
    assertThat(fault(LaunchField.INTERPRETER)).isEmpty();
    assertThat(fault(LaunchField.JOB)).isEmpty();
  }

  private void fillIn() {
    type(LaunchText.TARGET, "primes:factor");
    type(LaunchText.RANGE_FIRST, "1");
    type(LaunchText.RANGE_LAST, " 100");
  }

  private void type(LaunchText field, String text) {
    model.textProperty(field).set(text);
  }

  private String fault(LaunchField field) {
    return model.faultProperty(field).get();
  }
}
