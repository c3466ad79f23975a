package dev.lifeguard.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.inspector.VerdictViewModel.Question;
import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.EndMeans.Hearing;
import dev.lifeguard.job.ProcessIdentity;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// What is said before somebody else's job is ended, and what is done then.
final class VerdictViewModelTest {
  private final List<Command> sent = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(names = {"TAKES_IT", "UNKNOWN"})
  void managerThatHearsIsAskedToEnd(Hearing hearing) {
    VerdictViewModel model = model(hearing);
    model.askToEnd();
    assertThat(question(model).text()).contains("(pid 4711)").contains("SIGTERM");
    assertThat(question(model).yes()).isEqualTo("End it");
    assertThat(sent).as("nothing before the answer").isEmpty();
    model.end();
    assertThat(sent).containsExactly(new Command.Stop("asked by the user"));
    assertThat(model.questionProperty().get()).isEmpty();
    assertThat(model.answerProperty().get()).isEqualTo("The signal was sent to the manager.");
  }

  @ParameterizedTest
  @CsvSource({"IGNORES_IT, ignores SIGINT", "HOLDS_IT_BACK, holds SIGINT back"})
  void whereNobodyHearsTheNextBestMeansIsNamedBeforeIt(Hearing hearing, String words) {
    VerdictViewModel model = model(hearing);
    model.askToEnd();
    assertThat(question(model).text())
        .contains("(pid 4711)")
        .contains(words)
        .contains("SIGKILL to all of its processes");
    assertThat(question(model).yes()).isEqualTo("Kill all of it");
    model.end();
    assertThat(sent).containsExactly(new Command.Abort("asked by the user"));
    assertThat(model.answerProperty().get()).isEqualTo("SIGKILL was sent to all of its processes.");
  }

  @Test
  void whereThereAreNoSignalsOnlyTheEndOfAllIsLeft() {
    VerdictViewModel model = model(Hearing.NO_SIGNALS);
    model.askToEnd();
    assertThat(question(model).text())
        .contains("Windows has no means to ask", "end all of its processes")
        .doesNotContain("SIG");
    model.end();
    assertThat(sent).containsExactly(new Command.Abort("asked by the user"));
    assertThat(model.answerProperty().get())
        .isEqualTo("All of its processes are being terminated.");
  }

  @Test
  void whatIsTakenBackIsNotDone() {
    VerdictViewModel model = model(Hearing.IGNORES_IT);
    model.askToEnd();
    model.takeBack();
    assertThat(model.questionProperty().get()).isEmpty();
    assertThat(sent).isEmpty();
  }

  private static Question question(VerdictViewModel model) {
    return model.questionProperty().get().orElseThrow();
  }

  private VerdictViewModel model(Hearing hearing) {
    ProcessIdentity manager = new ProcessIdentity(4711, 1, 2);
    return new VerdictViewModel(
        EnumSet.of(Capability.END_FOREIGN_JOB),
        (command, then) -> {
          sent.add(command);
          then.accept(new CommandAnswer.Accepted());
        },
        then -> then.accept(Optional.of(new EndMeans(manager, 2, hearing))));
  }
}
