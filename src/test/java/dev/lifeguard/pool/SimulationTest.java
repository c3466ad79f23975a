package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.JobEnd;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskState;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The whole core against a simulated operating system with random faults. `-Dseed=N` replays one
/// seed and prints its story.
class SimulationTest {
  private static final long SEEDS = 10_000;

  private static final Set<Class<?>> ONLY_OF_FOREIGN_POOLS =
      Set.of(
          PoolEvent.PoolRecognised.class,
          PoolEvent.WorkerObserved.class,
          PoolEvent.PipesFilled.class,
          PoolEvent.PoolSeenInside.class,
          PoolEvent.TasksPassed.class,
          PoolEvent.VerdictReached.class,
          PoolEvent.ManagerEnded.class);

  @Test
  void everyPromiseHoldsInTenThousandWorlds() {
    Long only = Long.getLong("seed");
    if (only != null) {
      tellStory(only);
      return;
    }
    runSeeds(0, SEEDS);
  }

  @Test
  @Tag("proof")
  void everyPromiseHoldsInAMillionWorlds() {
    runSeeds(0, 1_000_000);
  }

  /// A simulation in which nothing ever goes wrong would prove nothing.
  @Test
  void theWorldsAreVaried() {
    Map<TaskState, Integer> tasks = new EnumMap<>(TaskState.class);
    Map<JobEnd, Integer> ends = new EnumMap<>(JobEnd.class);
    int incidents = 0;
    for (long seed = 0; seed < 1_000; seed++) {
      JobModel model = Simulation.honest(seed, false).run();
      for (TaskState state : TaskState.values()) {
        tasks.merge(state, model.count(state), Integer::sum);
      }
      ends.merge(model.end().map(PoolEvent.JobEnded::end).orElseThrow(), 1, Integer::sum);
      incidents += model.incidents().size();
    }
    assertThat(incidents).isGreaterThan(2_000);
    assertThat(ends).containsOnlyKeys(JobEnd.values()).allSatisfy((_, n) -> atLeast(n, 20));
    assertThat(tasks.get(TaskState.DONE)).isGreaterThan(5_000);
    for (TaskState state : TaskState.values()) {
      if (state != TaskState.QUEUED && state != TaskState.RUNNING) {
        assertThat(tasks.get(state)).as("%s", state).isGreaterThan(20);
      }
    }
  }

  @Test
  void everyPolicyIsAtWork() {
    Map<String, Integer> seen = new TreeMap<>();
    Simulation.Shell counting =
        new Simulation.Shell() {
          @Override
          public List<PoolEvent> events(List<PoolEvent> events) {
            events.forEach(event -> seen.merge(kind(event), 1, Integer::sum));
            return events;
          }

          @Override
          public List<Effect> effects(List<Effect> effects) {
            effects.forEach(effect -> seen.merge(kind(effect), 1, Integer::sum));
            return effects;
          }

          @Override
          public List<Input> in(Input input) {
            seen.merge(kind(input), 1, Integer::sum);
            return List.of(input);
          }
        };
    for (long seed = 0; seed < 2_000; seed++) {
      new Simulation(seed, false, Pool::new, counting).run();
    }
    for (Class<?> vocabulary : List.of(PoolEvent.class, Effect.class, Input.class)) {
      for (Class<?> kind : vocabulary.getPermittedSubclasses()) {
        boolean countedElsewhere =
            kind == PoolEvent.Unrecognised.class
                || kind == PoolEvent.RecordingFailed.class
                || kind == Input.RecordingFailed.class
                || kind == PoolEvent.JobResumed.class
                || kind == Input.Resumed.class
                || kind == Input.TakenBack.class
                || kind == PoolEvent.WorkerStopping.class
                || ONLY_OF_FOREIGN_POOLS.contains(kind);
        if (!countedElsewhere) {
          assertThat(seen.getOrDefault(kind.getSimpleName(), 0)).as("%s", kind).isGreaterThan(10);
        }
      }
    }
    for (String wanted : List.of("HANG", "TASK_COUNT", "MEMORY", "FEWER_WORKERS", "memory limit")) {
      assertThat(seen.getOrDefault(wanted, 0)).as(wanted).isGreaterThan(5);
    }
    assertThat(seen.get("taken")).as("tasks taken back").isGreaterThan(20);
    assertThat(seen.get("not taken")).as("tasks that were read already").isGreaterThan(20);
  }

  private static String kind(Object told) {
    return switch (told) {
      case PoolEvent.WorkerStopping e -> e.reason().name();
      case PoolEvent.WorkerDied e when e.cause().kind() == CauseKind.HANG -> "HANG";
      case PoolEvent.WorkerDied e when e.cause().reason().startsWith("memory") -> "memory limit";
      case Input.TakenBack e -> e.taken() ? "taken" : "not taken";
      default -> told.getClass().getSimpleName();
    };
  }

  private static void atLeast(int number, int least) {
    assertThat(number).isGreaterThanOrEqualTo(least);
  }

  private static void runSeeds(long from, long to) {
    for (long seed = from; seed < to; seed++) {
      try {
        Simulation.honest(seed, false).run();
      } catch (RuntimeException broken) {
        fail("seed " + seed + " (-Dseed=" + seed + " tells its story): " + broken, broken);
      }
    }
  }

  private static void tellStory(long seed) {
    Simulation simulation = Simulation.honest(seed, true);
    try {
      simulation.run();
    } finally {
      simulation.story().forEach(System.out::println);
    }
  }
}
