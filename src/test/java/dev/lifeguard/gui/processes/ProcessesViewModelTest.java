package dev.lifeguard.gui.processes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Moment;
import dev.lifeguard.gui.story.Stories;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.gui.story.WindowsRecording;
import dev.lifeguard.job.JobModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.collections.ListChangeListener;
import org.junit.jupiter.api.Test;

final class ProcessesViewModelTest {
  private final ProcessesViewModel model = new ProcessesViewModel();

  @Test
  void rowsThatAreStillThereStayTheSameObjects() {
    show(Stories.running(), 0);
    ProcessNode three = model.find(RowKey.worker(3)).orElseThrow();
    show(Stories.killed(), 0);
    assertThat(model.find(RowKey.worker(3))).containsSame(three);
    assertThat(three.row().mark()).isEqualTo(Mark.DEAD);
  }

  @Test
  void orderToAWorkerOnWindowsIsNoSignal() throws IOException {
    JobModel job = WindowsRecording.ordered();
    model.show(new ProcessesCamera().take(job, new Moment(job.lastNanos(), 0, "")));
    assertThat(model.find(RowKey.worker(3)).orElseThrow().row().cells().note())
        .isEqualTo("terminate ordered");
  }

  @Test
  void replacementIsInsertedWithoutMovingAnybody() {
    show(Stories.running(), 0);
    List<String> changes = new ArrayList<>();
    pool().children().addListener((ListChangeListener<ProcessNode>) c -> changes.add(c.toString()));
    show(Stories.killed(), 0);
    assertThat(changes).hasSize(1);
    assertThat(names(pool()))
        .containsExactly("worker 1", "worker 2", "worker 3", "worker 5", "worker 4");
  }

  @Test
  void equalPictureTouchesNothing() {
    show(Stories.killed(), 5000);
    List<ProcessRow> shown = new ArrayList<>();
    model.find(RowKey.worker(1)).orElseThrow().rowProperty().subscribe((_, now) -> shown.add(now));
    show(Stories.killed(), 5000);
    assertThat(shown).isEmpty();
  }

  @Test
  void oldTombstoneMovesIntoTheFold() {
    show(Stories.killed(), 0);
    show(Stories.killed(), 61_000);
    assertThat(names(pool()))
        .containsExactly("worker 1", "worker 2", "worker 5", "worker 4", "1 dead worker");
    assertThat(names(model.find(RowKey.TOMBS).orElseThrow())).containsExactly("worker 3");
  }

  @Test
  void descendantsGoWithTheirWorker() {
    show(Stories.running(), 0);
    assertThat(names(model.find(RowKey.worker(4)).orElseThrow())).containsExactly("sh");
    show(Stories.finished(), 0);
    assertThat(names(model.find(RowKey.worker(4)).orElseThrow())).isEmpty();
  }

  @Test
  void filterKeepsWhatIsMeantAndTheRowsAboveIt() {
    show(Stories.killed(), 0);
    filter("gap");
    assertThat(names(pool())).containsExactly("worker 4");
    assertThat(names(model.find(RowKey.worker(4)).orElseThrow())).containsExactly("sh");
    assertThat(model.shownProperty().get()).isEqualTo(new ProcessesViewModel.Shown(4, 8));
    filter("");
    assertThat(names(pool())).hasSize(5);
  }

  @Test
  void chosenRowThatIsFilteredAwayIsChosenNoLonger() {
    show(Stories.running(), 0);
    model.selectedProperty().set(model.find(RowKey.worker(1)));
    filter("state=suspended");
    assertThat(model.selectedProperty().get()).isEmpty();
  }

  @Test
  void chosenTombstoneThatIsFoldedIsChosenNoLonger() {
    show(Stories.killed(), 0);
    model.selectedProperty().set(model.find(RowKey.worker(3)));
    show(Stories.killed(), 61_000);
    assertThat(model.selectedProperty().get()).isEmpty();
  }

  @Test
  void rowsAreSortedOnlyWhenThatIsAskedFor() {
    show(Stories.killed(), 0);
    order(RowOrder.Column.CPU, true);
    assertThat(names(pool()))
        .containsExactly("worker 1", "worker 4", "worker 5", "worker 2", "worker 3");
    order(RowOrder.Column.NAME, false);
    assertThat(names(pool()))
        .containsExactly("worker 1", "worker 2", "worker 3", "worker 4", "worker 5");
    model.order(Optional.empty());
    assertThat(names(pool()))
        .containsExactly("worker 1", "worker 2", "worker 3", "worker 5", "worker 4");
  }

  @Test
  void unknownAmountsComeLastEitherWay() {
    show(Stories.killed(), 0);
    order(RowOrder.Column.CPU, false);
    assertThat(names(pool())).endsWith("worker 3");
    order(RowOrder.Column.CPU, true);
    assertThat(names(pool())).endsWith("worker 3");
  }

  @Test
  void frozenRowsStayWhereTheyAreAndNewOnesComeLast() {
    show(Stories.running(), 0);
    order(RowOrder.Column.CPU, true);
    List<String> before = names(pool());
    model.freeze(true);
    show(Stories.killed(), 0);
    assertThat(names(pool()))
        .startsWith(before.toArray(String[]::new))
        .endsWith("worker 5")
        .hasSize(5);
    model.freeze(false);
    assertThat(names(pool())).endsWith("worker 3");
  }

  @Test
  void frozenRowsAreSortedWhenTheUserAsksForIt() {
    show(Stories.killed(), 0);
    order(RowOrder.Column.CPU, true);
    model.freeze(true);
    order(RowOrder.Column.NAME, true);
    assertThat(names(pool())).startsWith("worker 5", "worker 4");
  }

  @Test
  void foldOfTheDeadStaysBelowEverybody() {
    show(Stories.killed(), 61_000);
    order(RowOrder.Column.NAME, true);
    assertThat(names(pool())).endsWith("1 dead worker");
  }

  private void order(RowOrder.Column column, boolean descending) {
    model.order(Optional.of(new RowOrder(column, descending)));
  }

  private void filter(String text) {
    switch (FilterParser.parse(text)) {
      case FilterParser.Parsed.Good(RowFilter good) -> model.filter(good);
      case FilterParser.Parsed.Faulty(FilterFault fault) ->
          throw new IllegalArgumentException(fault.sentence());
    }
  }

  private ProcessNode pool() {
    return model.rootProperty().get().orElseThrow();
  }

  private static List<String> names(ProcessNode node) {
    return node.children().stream().map(child -> child.row().cells().name()).toList();
  }

  private void show(Story story, long millisLater) {
    JobModel job = new JobModel();
    story.events().forEach(job::apply);
    long now = job.lastNanos() + millisLater * 1_000_000;
    model.show(new ProcessesCamera().take(job, new Moment(now, 0, "")));
  }
}
