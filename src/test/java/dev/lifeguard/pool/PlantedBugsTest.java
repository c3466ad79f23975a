package dev.lifeguard.pool;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.DeathCause;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.Worker;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/// The proof of the simulation: deliberate bugs, each of which it must find within the seeds of
/// every build, and by the promise that the bug breaks.
class PlantedBugsTest {
  private static final long SEEDS = 10_000;
  private static final Simulation.Shell HONEST = new Simulation.Shell() {};

  @Test
  void exitTakenForTheEndOfOutput() {
    found(
        "is lost",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<Input> in(Input input) {
            return input instanceof Input.Exited(int worker, var _, long seen, var _)
                ? List.of(input, new Input.OutputClosed(worker, seen))
                : List.of(input);
          }
        });
  }

  @Test
  void closedPipeTakenForTheEndOfTheProcess() {
    found(
        "while it lives in|told as",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<Input> in(Input input) {
            return input instanceof Input.OutputClosed(int worker, long seen)
                ? List.of(input, new Input.Exited(worker, new ExitStatus.Exited(1), seen))
                : List.of(input);
          }
        });
  }

  @Test
  void lostTaskIsNotPutBack() {
    found(
        "the queue holds",
        new Parts() {
          @Override
          Backlog backlog() {
            return new Backlog() {
              @Override
              void putHead(int task) {}
            };
          }
        });
  }

  @Test
  void restartBudgetIsNeverSpent() {
    found(
        "early deaths",
        new Parts() {
          @Override
          RestartBudget budget(PoolPolicy policy) {
            return new RestartBudget(policy.restart()) {
              @Override
              boolean isSpent() {
                return false;
              }
            };
          }
        });
  }

  @Test
  void anyIntentExplainsAnyDeath() {
    found(
        "told as|it is no incident",
        new Parts() {
          @Override
          DeathRules rules(PoolPolicy policy) {
            return new DeathRules(policy.times().graceNanos()) {
              @Override
              Optional<PoolEvent.WorkerSignalling> intent(
                  Worker worker, Member member, ExitStatus status, long atNanos) {
                return worker.signals().stream().findFirst();
              }
            };
          }
        });
  }

  @Test
  void kernelsKillIsTakenForAStrangers() {
    found(
        "by 'kernel', told as SIGNAL",
        new Parts() {
          @Override
          DeathRules rules(PoolPolicy policy) {
            return new DeathRules(policy.times().graceNanos()) {
              @Override
              DeathCause cause(Worker worker, Member member, ExitStatus status, long atNanos) {
                member.known = Optional.empty();
                return super.cause(worker, member, status, atNanos);
              }
            };
          }
        });
  }

  @Test
  void kernelsKillExplainsAKillOfOurs() {
    found(
        "told as|it is no incident",
        new Parts() {
          @Override
          DeathRules rules(PoolPolicy policy) {
            return new DeathRules(policy.times().graceNanos()) {
              @Override
              DeathCause cause(Worker worker, Member member, ExitStatus status, long atNanos) {
                return status.equals(SimulatedWorld.signalled(Ladder.SIGKILL))
                    ? SimulatedProcess.OUT_OF_MEMORY.cause()
                    : super.cause(worker, member, status, atNanos);
              }
            };
          }
        });
  }

  @Test
  void quarantineComesOneDeathTooLate() {
    found(
        "is quarantined after",
        policy -> {
          PoolPolicy.Retry retry = policy.retry();
          return new Pool(
              policy.with(
                  new PoolPolicy.Retry(
                      retry.lost() + 1,
                      retry.failed(),
                      retry.timedOut(),
                      retry.quarantineAfter() + 1)));
        },
        HONEST);
  }

  @Test
  void deadWorkerIsNeverReleased() {
    found(
        "never released",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<Effect> effects(List<Effect> effects) {
            return effects.stream().filter(e -> !(e instanceof Effect.Release)).toList();
          }
        });
  }

  @Test
  void deadlinesAreSleptThrough() {
    found(
        "waits for ever",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public long deadline(long wanted) {
            return Long.MAX_VALUE;
          }
        });
  }

  @Test
  void signalGoesOutBeforeItIsOnRecord() {
    found(
        "without being on record",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<PoolEvent> events(List<PoolEvent> events) {
            return events.stream().filter(e -> !(e instanceof PoolEvent.WorkerSignalling)).toList();
          }
        });
  }

  @Test
  void anEventIsForgotten() {
    found(
        "put back|started twice|not those that were started|another story|attempts were begun",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<PoolEvent> events(List<PoolEvent> events) {
            return events.stream().filter(e -> !(e instanceof PoolEvent.TaskRequeued)).toList();
          }
        });
  }

  @Test
  void slowRecorderIsIgnored() {
    found(
        "recorder is behind",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<Input> in(Input input) {
            return input instanceof Input.RecorderBehind ? List.of() : List.of(input);
          }
        });
  }

  private static void found(String complaint, Parts parts) {
    found(complaint, policy -> new Pool(policy, parts), HONEST);
  }

  static void found(String complaint, Function<PoolPolicy, Pool> pools, Simulation.Shell shell) {
    for (long seed = 0; seed < SEEDS; seed++) {
      try {
        new Simulation(seed, false, pools, shell).run();
      } catch (Invariants.BrokenInvariant broken) {
        assertThat(broken.getMessage()).containsPattern(complaint);
        return;
      }
    }
    throw new AssertionError("no seed of " + SEEDS + " finds this bug");
  }
}
