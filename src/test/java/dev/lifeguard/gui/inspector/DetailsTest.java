package dev.lifeguard.gui.inspector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.common.Background;
import dev.lifeguard.gui.common.MemoryLevel;
import dev.lifeguard.gui.inspector.MemoryCard.Bar;
import dev.lifeguard.gui.inspector.Subject.Life;
import dev.lifeguard.gui.story.ScriptedInspector;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadsDetail;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

final class DetailsTest {
  private static final long GIB = 1L << 30;

  private final ScriptedInspector inspector = new ScriptedInspector();
  private final Background background = new Background(Runnable::run, Runnable::run);
  private final MemoryViewModel memory =
      new MemoryViewModel(inspector, () -> List.of(Story.identity(23410)), background);
  private final ThreadsViewModel threads = new ThreadsViewModel(inspector, background);
  private final ProcessViewModel process =
      new ProcessViewModel(inspector, ZoneOffset.UTC, background);

  @Test
  void nothingIsReadOutOfSightAndInSightAtACalmPace() {
    threads.choose(worker(Life.ALIVE));
    threads.look();
    assertThat(inspector.looks()).isZero();
    threads.showing(true);
    assertThat(inspector.looks()).isEqualTo(1);
    threads.look();
    assertThat(inspector.looks()).isEqualTo(1);
    threads.look();
    assertThat(inspector.looks()).isEqualTo(2);
    threads.showing(false);
    threads.look();
    threads.look();
    assertThat(inspector.looks()).isEqualTo(2);
  }

  @Test
  void barsShareOneScaleAndConsistOfTheTypes() {
    memory.choose(worker(Life.ALIVE));
    memory.showing(true);
    MemoryCard card = memory.cardProperty().get().value().orElseThrow();
    assertThat(card.headline()).isEqualTo("Worker 1 · 2.93 GiB promised, 800 MiB used");
    assertThat(card.bars())
        .extracting(Bar::title)
        .containsExactly("Resident", "Committed", "Reserved");
    assertThat(card.bars()).extracting(Bar::scaleBytes).containsOnly(4 * GIB);
    assertThat(card.bars().get(0).amount())
        .isEqualTo("800 MiB   (540 MiB own · 260 MiB shared)   peak 900 MiB");
    assertThat(card.bars().get(1).parts())
        .extracting(MemoryCard.Part::style)
        .containsExactly("mapping-private-anonymous", "mapping-heap", "mapping-files", "committed");
    assertThat(card.bars().get(1).parts().stream().mapToLong(MemoryCard.Part::bytes).sum())
        .isEqualTo(3000L << 20);
    assertThat(card.findings()).first().asString().startsWith("2.60 GiB inherited").endsWith(".");
    assertThat(inspector.family()).containsExactly(Story.identity(23410));
  }

  @Test
  void limitFarBeyondDoesNotPressTheBarsFlat() {
    MemoryCard card =
        MemoryCard.of("worker 1", ScriptedInspector.memory(), OptionalLong.of(64 * GIB));
    assertThat(card.bars()).allMatch(bar -> bar.limitBytes().isEmpty());
    assertThat(card.bars()).extracting(Bar::scaleBytes).containsOnly(3600L << 20);
  }

  @Test
  void whatWasSeenStaysWhenTheProcessIsGone() {
    memory.choose(worker(Life.ALIVE));
    memory.showing(true);
    inspector.bury();
    for (int i = 0; i < 3; i++) {
      memory.look();
    }
    Sight<MemoryCard> sight = memory.cardProperty().get();
    assertThat(sight.message()).isEqualTo("worker 1 is gone.");
    assertThat(sight.value().orElseThrow().types()).isNotEmpty();
  }

  @Test
  void deadIsNotAskedAndItsLastSampleIsShown() {
    memory.choose(worker(Life.DEAD));
    memory.showing(true);
    assertThat(inspector.looks()).isZero();
    Sight<MemoryCard> sight = memory.cardProperty().get();
    assertThat(sight.message()).startsWith("worker 1 is dead");
    assertThat(sight.value().orElseThrow().headline()).contains("2.00 GiB promised, 1.00 GiB used");
  }

  @Test
  void refusalIsToldWithItsRemedy() {
    inspector.refuse(ScriptedInspector.FOREIGN);
    memory.choose(worker(Life.ALIVE));
    memory.showing(true);
    Sight<MemoryCard> sight = memory.cardProperty().get();
    assertThat(sight.message())
        .isEqualTo("Cannot read the memory map: process 23418 belongs to root.");
    assertThat(sight.remedy()).isEqualTo("Run Lifeguard as root.");
  }

  @Test
  void threadsAreToldInSentences() {
    threads.choose(worker(Life.ALIVE));
    threads.showing(true);
    ThreadsDetail detail = threads.threadsProperty().get().value().orElseThrow();
    assertThat(ThreadsViewModel.summary(detail)).isEqualTo("2 threads, 1 of them running");
    assertThat(detail.threads())
        .extracting(ThreadsViewModel::waits)
        .containsExactly("waits for a lock, without a deadline", "–");
    assertThat(detail.threads()).extracting(ThreadsViewModel::share).containsExactly("0%", "98%");
    assertThat(Words.state(RunState.STOPPED)).isEqualTo("stopped");
  }

  @Test
  void commandLineIsQuotedAsAShellWouldNeedIt() {
    process.choose(worker(Life.ALIVE));
    process.showing(true);
    ProcessCard card = process.cardProperty().get().value().orElseThrow();
    assertThat(card.headline()).isEqualTo("Worker 1 · python3");
    assertThat(card.facts())
        .contains(
            new ProcessCard.Fact("Command line", "python3 -c 'import sys⏎sys.exit()' 'it'\\''s'"),
            new ProcessCard.Fact("Started", "2026-11-20 12:04:08.44"),
            new ProcessCard.Fact("User", "kim (1000)"),
            new ProcessCard.Fact("Memory limit", "4.00 GiB per worker, from the job"));
    assertThat(card.descriptorTitle()).isEqualTo("Open descriptors: 2 of 1024");
    assertThat(card.report()).contains("Parent", "23410", "pipe:[4711]");
  }

  @Test
  void anotherProcessIsAskedAtOnceAndTheOldAnswerIsDropped() {
    threads.showing(true);
    assertThat(threads.threadsProperty().get().message()).startsWith("Choose a process");
    threads.choose(worker(Life.ALIVE));
    assertThat(threads.threadsProperty().get().value()).isPresent();
    threads.choose(Subject.NONE);
    assertThat(threads.threadsProperty().get().value()).isEmpty();
  }

  private static Subject worker(Life life) {
    return new Subject(
        1,
        "worker 1",
        Optional.of(Story.identity(23418)),
        life,
        OptionalInt.empty(),
        new MemoryLevel(
            new MemoryReading(
                OptionalLong.of(GIB),
                OptionalLong.of(2 * GIB),
                OptionalLong.of(3 * GIB),
                OptionalLong.of(GIB)),
            OptionalLong.of(4 * GIB),
            4 * GIB));
  }
}
