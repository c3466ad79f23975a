package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskSpan;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Numbers of the job for the tasks of several pools.
final class TaskNumbersTest {
  @TempDir private Path directory;
  private final TaskNumbers numbers = new TaskNumbers();
  private PoolBoard one;
  private PoolBoard other;

  @BeforeEach
  void makePools() throws Exception {
    one = BoardFile.in(directory.resolve("one")).open();
    other = BoardFile.in(directory.resolve("other")).open();
  }

  @Test
  void callThatKnowsItsSizeGetsAllItsNumbersAtOnce() {
    assertThat(numbers.first(one, 1, 100)).isEqualTo(1);
    assertThat(numbers.first(other, 1, 1)).isEqualTo(101);
    assertThat(numbers.next(one, 57)).isEqualTo(57);
    assertThat(numbers.unused(one, 57)).contains(new TaskSpan(58, 43));
    assertThat(numbers.unused(other, 1)).isEmpty();
  }

  @Test
  void callThatWasCutShortKeepsWhatItHasNotUsed() {
    assertThat(numbers.first(one, 1, 100)).isEqualTo(1);
    assertThat(numbers.first(one, 11, 5)).as("after ten tasks of the first").isEqualTo(101);
    assertThat(numbers.next(one, 12)).isEqualTo(102);
    assertThat(numbers.first(one, 14, 1)).as("after three of the second").isEqualTo(106);
  }

  @Test
  void manySingleTasksFollowEachOtherAlsoWhenPoolsTakeTurns() {
    List<Integer> seen = new ArrayList<>();
    for (long number = 1; number <= 3; number++) {
      seen.add(numbers.first(one, number, 1));
      seen.add(numbers.next(other, number));
    }

    assertThat(seen).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(numbers.next(one, 2)).isEqualTo(3);
    assertThat(numbers.next(other, 3)).isEqualTo(6);
  }

  @Test
  void numbersAreToldOnce() {
    List<PoolEvent> events = new ArrayList<>();
    int first = numbers.first(one, 1, 3);
    numbers.tell(5, events);
    numbers.tell(6, events);

    assertThat(first).isEqualTo(1);
    assertThat(events).containsExactly(new PoolEvent.TasksQueued(5, 1, 3));
    assertThat(Files.exists(directory.resolve("one"))).isTrue();
  }
}
