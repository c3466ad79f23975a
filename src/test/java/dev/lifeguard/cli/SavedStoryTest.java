package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SavePlan;
import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.OpenJob;
import dev.lifeguard.gui.shell.Workbench;
import dev.lifeguard.gui.story.ScriptedSource;
import dev.lifeguard.gui.story.Story;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.Replay;
import dev.lifeguard.journal.Films;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What was seen of somebody else's pool, saved and opened again.
@Timeout(60)
final class SavedStoryTest {
  private static final List<PoolEvent> SEEN = seen();
  private static final PoolEvent END =
      new PoolEvent.ManagerEnded(9_000_000, new ExitStatus.Exited(3));

  @TempDir private Path directory;
  private final ScriptedSource pool = new ScriptedSource();

  private static List<PoolEvent> seen() {
    List<PoolEvent> events = new ArrayList<>(new Story().job("docbuild.py", 3, 0).events());
    events.add(
        new PoolEvent.PoolRecognised(
            1, PoolKind.PYTHON_MULTIPROCESSING_POOL, "of its pipes", List.of("tasks"), ""));
    return events;
  }

  @Test
  void planNamesTheFileByTheProgramAndHoldsTheJournalAlone() {
    pool.tell(SEEN);
    assertThat(saved().plan())
        .isInstanceOfSatisfying(
            SavePlan.Possible.class,
            plan -> {
              assertThat(plan.goesOn()).isTrue();
              assertThat(plan.file())
                  .startsWith(directory.resolve("docbuild.py-").toString())
                  .endsWith(".lifeguard");
              assertThat(plan.parts())
                  .extracting(SavePlan.Part::kind)
                  .containsExactly(SavePlan.Kind.JOURNAL);
              assertThat(plan.variables()).isEmpty();
            });
  }

  @Test
  void whatGoesOnEndsWhereItWasSaved() throws IOException {
    pool.tell(SEEN);
    List<PoolEvent> film = open(save("pool.lifeguard", false));
    assertThat(film).startsWith(SEEN.toArray(PoolEvent[]::new)).hasSize(SEEN.size() + 1);
    assertThat(film.getLast())
        .isInstanceOfSatisfying(
            PoolEvent.Unrecognised.class, it -> assertThat(it.type()).isEqualTo("saved-early"));
  }

  @Test
  void endedPoolIsWholeWithItsEnd() throws IOException {
    pool.tell(SEEN);
    pool.tell(List.of(END));
    assertThat(open(save("pool.lifeguard", false))).endsWith(END);
  }

  @Test
  void redactedOneKeepsTheStory() throws IOException {
    pool.tell(SEEN);
    pool.tell(List.of(END));
    Path file = save("pool.lifeguard", true);
    assertThat(open(file)).hasSize(SEEN.size() + 1).endsWith(END);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nowhere/pool.lifeguard", "\0"})
  void whatCannotBeWrittenIsRefusedWithASentence(String file) {
    pool.tell(SEEN);
    assertThat(saved().save(file, false, (_, _) -> true))
        .isInstanceOfSatisfying(
            SaveAnswer.Refused.class,
            it -> assertThat(it.sentence()).isNotBlank().doesNotContain("Exception"));
    assertThat(saved().replaces(file)).isFalse();
  }

  @Test
  void fileThatIsThereIsReplacedAfterThatWasSaid() throws IOException {
    pool.tell(SEEN);
    Files.writeString(directory.resolve("pool.lifeguard"), "something else");
    assertThat(saved().replaces("pool.lifeguard")).isTrue();
    open(save("pool.lifeguard", false));
  }

  private SavedStory saved() {
    return new SavedStory(pool, directory);
  }

  private Path save(String name, boolean redacted) throws IOException {
    Path file = directory.resolve(name);
    assertThat(saved().save(name, redacted, (_, _) -> true))
        .isEqualTo(new SaveAnswer.Saved(file.toString(), Files.size(file)));
    return file;
  }

  /// What a window would be told.
  private List<PoolEvent> open(Path file) {
    Workbench workbench = RealWorkbench.in(directory);
    if (workbench.open(file) instanceof OpenAnswer.Opened(OpenJob job)) {
      assertThat(job.source()).isInstanceOf(Replay.class);
      job.source().close();
      return Films.events(file);
    }
    throw new AssertionError(file + " does not open");
  }
}
