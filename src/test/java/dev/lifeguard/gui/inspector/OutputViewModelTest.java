package dev.lifeguard.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.inspector.Subject.Life;
import dev.lifeguard.gui.story.KeptOutput;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.JobModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

final class OutputViewModelTest {
  private final KeptOutput kept = new KeptOutput();
  private final OutputViewModel model = model(Optional.of(kept));

  private static OutputViewModel model(Optional<KeptOutput> kept) {
    return new OutputViewModel(
        kept.map(output -> output), new Background(Runnable::run, Runnable::run));
  }

  @Test
  void nothingIsReadWhileNobodyLooks() {
    kept.print(1, "[task 1.1] a");
    model.choose(worker(1));
    model.look();
    assertThat(kept.looks()).isZero();
    model.showing(true);
    assertThat(shownTexts()).containsExactly("a");
    model.showing(false);
    model.look();
    assertThat(kept.looks()).isEqualTo(1);
    assertThat(kept.open()).isZero();
    assertThat(model.rowsProperty().get()).isEmpty();
  }

  @Test
  void newLinesComeAndTheNewestIsBroughtIntoSight() {
    model.choose(worker(1));
    model.showing(true);
    assertThat(model.messageProperty().get()).isEqualTo("Worker 1 has printed nothing so far.");
    kept.print(1, "[task 1.1] a");
    kept.print(1, "[task 1.1] b");
    model.look();
    assertThat(shownTexts()).containsExactly("a", "b");
    assertThat(model.revealProperty().get().line()).isEqualTo(1);
    model.followProperty().set(false);
    kept.print(1, "[task 2.1] c");
    model.look();
    assertThat(shownTexts()).containsExactly("a", "b", "c");
    assertThat(model.revealProperty().get().line()).isEqualTo(1);
    model.followProperty().set(true);
    assertThat(model.revealProperty().get().line()).isEqualTo(2);
  }

  @Test
  void listThatWasToldIsTheOneThatGrows() {
    List<List<Integer>> told = new ArrayList<>();
    model.rowsProperty().subscribe(rows -> told.add(rows));
    kept.print(1, "[task 1.1] a");
    model.choose(worker(1));
    model.showing(true);
    model.showing(false);
    model.showing(true);
    assertThat(told.getLast()).hasSize(1);
  }

  @Test
  void onlyPagesThatAreLookedAtAreFetched() {
    for (int i = 0; i < 10_000; i++) {
      kept.print(1, "[-] line " + i);
    }
    model.choose(worker(1));
    model.showing(true);
    assertThat(textOf(9_000)).isEqualTo("line 9000");
    assertThat(textOf(9_001)).isEqualTo("line 9001");
    assertThat(kept.linesRead()).isLessThanOrEqualTo(3 * OutputPages.SIZE);
  }

  @Test
  void everyMatchIsReachedRoundTheEndAndCountedWhileLinesCome() {
    for (int i = 0; i < 30; i++) {
      kept.print(1, "[-] line " + i);
    }
    model.choose(worker(1));
    model.showing(true);
    model.queryProperty().set("LINE 1");
    assertThat(model.positionProperty().get()).isEqualTo("11 found");
    model.next();
    assertThat(model.positionProperty().get()).isEqualTo("11 of 11");
    assertThat(model.revealProperty().get().line()).isEqualTo(19);
    assertThat(model.isCurrent(19)).isTrue();
    assertThat(model.followProperty().get()).isFalse();
    model.next();
    assertThat(model.revealProperty().get().line()).isEqualTo(1);
    model.previous();
    assertThat(model.positionProperty().get()).isEqualTo("11 of 11");
    kept.print(1, "[-] line 100");
    model.look();
    assertThat(model.positionProperty().get()).isEqualTo("11 of 12");
    assertThat(model.isFound(30)).isTrue();
    model.queryProperty().set("nobody");
    assertThat(model.positionProperty().get()).isEqualTo("nothing found");
    model.next();
    assertThat(model.isFound(30)).isFalse();
    model.queryProperty().set("");
    assertThat(model.positionProperty().get()).isEmpty();
  }

  @Test
  void droppedMiddleIsReadAnew() {
    for (int i = 0; i < 1_000; i++) {
      kept.print(1, "[-] line " + i);
    }
    model.choose(worker(1));
    model.showing(true);
    model.queryProperty().set("line 9");
    assertThat(textOf(500)).isEqualTo("line 500");
    kept.drop(1, 100, 900);
    model.look();
    assertThat(model.rowsProperty().get()).hasSize(200);
    assertThat(textOf(150)).isEqualTo("line 950");
    assertThat(model.positionProperty().get()).isEqualTo("111 found");
  }

  @Test
  void anotherWorkerIsAnotherOutput() {
    kept.print(1, "[-] one");
    kept.print(2, "[-] two");
    model.choose(worker(1));
    model.showing(true);
    assertThat(shownTexts()).containsExactly("one");
    model.choose(worker(2));
    assertThat(shownTexts()).containsExactly("two");
    assertThat(kept.open()).isEqualTo(1);
  }

  @Test
  void itIsSaidWhyThereIsNothing() {
    model.showing(true);
    assertThat(model.messageProperty().get()).startsWith("Choose a worker");
    model.choose(worker(1));
    kept.breakDown("the disk is gone");
    model.look();
    assertThat(model.messageProperty().get()).isEqualTo("the disk is gone");
    OutputViewModel foreign = model(Optional.empty());
    foreign.choose(worker(1));
    foreign.showing(true);
    assertThat(foreign.messageProperty().get()).contains("Lifeguard did not start them");
  }

  @Test
  void lastWordsOfTheDeadStayInSight() {
    model.show(incidents(Stories.killed()));
    assertThat(model.lastWordsProperty().get()).isEmpty();
    model.choose(
        new Subject(
            3, "worker 3", Optional.empty(), Life.DEAD, OptionalInt.of(1), MemoryLevel.UNKNOWN));
    assertThat(model.lastWordsProperty().get()).hasSize(3).first().isEqualTo("factoring 2^100-1");
    model.show(incidents(Stories.killed().refined("x", "y", "the very last")));
    assertThat(model.lastWordsProperty().get()).endsWith("the very last");
    model.choose(worker(1));
    assertThat(model.lastWordsProperty().get()).isEmpty();
  }

  @Test
  void lineIsShownAsATerminalWouldLeaveIt() {
    assertThat(TerminalText.plain("plain ä")).isEqualTo("plain ä");
    assertThat(TerminalText.plain("\u001b[1;32mgreen\u001b[0m \u001b]0;title\u0007end"))
        .isEqualTo("green end");
    assertThat(TerminalText.plain("10%\r 20%\r100%\r")).isEqualTo("100%");
    assertThat(TerminalText.plain("a\tb\0")).isEqualTo("a       b·");
  }

  private static Subject worker(int number) {
    return new Subject(
        number,
        "worker " + number,
        Optional.of(Story.identity(23417 + number)),
        Life.ALIVE,
        OptionalInt.empty(),
        MemoryLevel.UNKNOWN);
  }

  private static IncidentsPicture incidents(Story story) {
    JobModel job = new JobModel();
    story.events().forEach(job::apply);
    return new IncidentsCamera().take(job, new Moment(job.lastNanos(), 0, ""));
  }

  private List<String> shownTexts() {
    List<String> texts = new ArrayList<>();
    model.rowsProperty().get().forEach(row -> texts.add(textOf(row)));
    return texts;
  }

  /// What a cell shows in the end: it asks twice, before and after the line was fetched.
  private String textOf(int row) {
    model.line(row);
    return model.line(row).orElseThrow().text();
  }
}
