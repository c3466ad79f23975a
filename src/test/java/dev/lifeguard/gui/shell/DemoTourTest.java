package dev.lifeguard.gui.shell;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.shell.OpenJob.Ownership;
import dev.lifeguard.gui.story.ScriptedSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// One demonstration after the other, as long as somebody looks.
final class DemoTourTest {
  private final PromiseSeen kept = new PromiseSeen(true, "It hangs.", "It did.");
  private final OpenJob helper = job(List.of());
  private final OpenJob first = job(List.of());
  private final OpenJob pair = job(List.of(helper));
  private final OpenJob last = job(List.of());
  private final List<OpenJob> shown = new ArrayList<>();
  private final List<OpenJob> closed = new ArrayList<>();
  private final List<String> told = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private boolean isOpen = true;

  private OpenJob job(List<OpenJob> beside) {
    return new OpenJob(new ScriptedSource(), Ownership.THIS_PROCESS, () -> List.of(kept), beside);
  }

  private void begin(String... names) {
    FakeWorkbench workbench = new FakeWorkbench();
    workbench.demonstrates("first", new OpenAnswer.Opened(first));
    workbench.demonstrates("pair", new OpenAnswer.Opened(pair));
    workbench.demonstrates("refused", new OpenAnswer.Refused("there is no python"));
    workbench.demonstrates("last", new OpenAnswer.Opened(last));
    new DemoTour(
            Stream.of(names).map(name -> new DemoListing(name, name)).toList(),
            workbench,
            new Background(Runnable::run, Runnable::run),
            Runnable::run,
            new DemoTour.Place(shown::add, _ -> isOpen, closed::add, told::add, later::add))
        .next();
  }

  private static List<Object> sources(List<OpenJob> jobs) {
    return jobs.stream().<Object>map(OpenJob::source).toList();
  }

  private void read() {
    later.removeFirst().run();
  }

  @Test
  void nextBeginsWhenWhatWasSeenIsToldAndRead() {
    begin("first", "last");
    assertThat(sources(shown)).containsExactly(first.source());
    assertThat(later).isEmpty();

    assertThat(shown.getFirst().promises().get()).containsExactly(kept);
    assertThat(sources(shown)).as("there has to be time to read").hasSize(1);
    read();
    assertThat(sources(shown)).containsExactly(first.source(), last.source());
    assertThat(sources(closed)).containsExactly(first.source());

    var _ = shown.getLast().promises().get();
    read();
    assertThat(shown).hasSize(2);
    assertThat(told).isEmpty();
  }

  @Test
  void waitsForAllThatStandSideBySide() {
    begin("pair", "last");
    OpenJob beside = shown.getFirst().beside().getFirst();
    assertThat(beside.source()).isEqualTo(helper.source());

    var _ = shown.getFirst().promises().get();
    assertThat(later).isEmpty();
    assertThat(beside.promises().get()).containsExactly(kept);
    read();
    assertThat(sources(shown)).containsExactly(pair.source(), last.source());
    assertThat(sources(closed)).containsExactly(pair.source(), helper.source());
  }

  @Test
  void endsWithTheWindow() {
    begin("first", "last");
    var _ = shown.getFirst().promises().get();
    isOpen = false;
    read();
    assertThat(shown).hasSize(1);
  }

  @Test
  void endsWhenOneIsRefusedAndSaysWhy() {
    begin("refused", "last");
    assertThat(told).containsExactly("there is no python");
    assertThat(shown).isEmpty();
  }
}
