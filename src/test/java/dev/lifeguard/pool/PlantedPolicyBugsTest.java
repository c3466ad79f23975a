package dev.lifeguard.pool;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/// Deliberate bugs in limits, commands, recycling and sending ahead, like [PlantedBugsTest].
class PlantedPolicyBugsTest {
  private static final Simulation.Shell HONEST = new Simulation.Shell() {};

  @Test
  void taskSentAheadIsForgottenWithItsWorker() {
    found(
        "the queue holds",
        new Parts() {
          @Override
          Backlog backlog() {
            return new Backlog() {
              @Override
              void giveBack(Next next) {}
            };
          }
        });
  }

  @Test
  void taskSentAheadIsToldAsStarted() {
    found(
        "started twice at once|the queue holds",
        new Parts() {
          @Override
          Dispatch dispatch(Pool pool, PoolPolicy policy, Limits limits, Recycling recycling) {
            return new Dispatch(pool, policy, limits, recycling) {
              @Override
              void sendAhead(Member member) {
                super.sendAhead(member);
                member.ahead.ifPresent(ahead ->
                    pool.publish(
                        new PoolEvent.TaskStarted(
                            pool.now(),
                            ahead.next.task(),
                            ahead.attempt,
                            member.worker,
                            "item " + ahead.next.task())));
              }
            };
          }
        });
  }

  @Test
  void signalForACommandReachesTheOneThatWasSentAhead() {
    found(
        "was killed by 'ours', told as SIGNAL",
        new Parts() {
          @Override
          Ladder ladder(Pool pool, PoolPolicy policy) {
            return new Ladder(pool, policy.times().graceNanos()) {
              @Override
              void recallSignals(Member member) {}
            };
          }
        });
  }

  @Test
  void commandThatWasSentAheadIsKilledForTheOneBefore() {
    found(
        "was killed by 'ours', told as SIGNAL",
        new Parts() {
          @Override
          Ladder ladder(Pool pool, PoolPolicy policy) {
            return new Ladder(pool, policy.times().graceNanos()) {
              @Override
              void goesOn(Member member) {
                recallSignals(member);
              }
            };
          }
        });
  }

  @Test
  void commandIsSentAheadThoughAFailureEndsTheJob() {
    found(
        "is sent otherwise than published",
        policy -> new Pool(policy.with(PoolPolicy.OnFailure.CONTINUE)),
        HONEST);
  }

  @Test
  void taskThatWasReadAlreadyIsGivenToAnother() {
    found(
        "while it lives in|is sent after its end",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<Input> in(Input input) {
            return input instanceof Input.TakenBack(int worker, int task, int attempt, boolean _)
                ? List.of(new Input.TakenBack(worker, task, attempt, true))
                : List.of(input);
          }
        });
  }

  @Test
  void pausedQueueIsRun() {
    found(
        "while the queue is paused|recorder is behind",
        new Parts() {
          @Override
          Dispatch dispatch(Pool pool, PoolPolicy policy, Limits limits, Recycling recycling) {
            return new Dispatch(pool, policy, limits, recycling) {
              @Override
              boolean mayBegin() {
                return super.mayBegin() || (pool.isRunning() && pool.model().isPaused());
              }
            };
          }
        });
  }

  @Test
  void surplusWorkersStay() {
    found(
        "workers stay, wanted are",
        new Parts() {
          @Override
          Recruiting recruiting(Pool pool, PoolPolicy policy) {
            return new Recruiting(pool, policy, budget(policy)) {
              @Override
              void dismissSurplus() {}
            };
          }
        });
  }

  @Test
  void workerIsRecycledOneTaskTooLate() {
    foundInPool(
        "more tasks than one process may run",
        policy -> {
          OptionalInt after = policy.recycle().afterTasks();
          return after.isEmpty()
              ? policy
              : policy.with(
                  new PoolPolicy.Recycle(
                      OptionalInt.of(after.getAsInt() + 1), policy.recycle().aboveBytes()));
        });
  }

  @Test
  void finishedTaskDoesNotResetTheRestartBudget() {
    found(
        "early deaths are told",
        new Parts() {
          @Override
          RestartBudget budget(PoolPolicy policy) {
            return new RestartBudget(policy.restart()) {
              @Override
              void proved() {}
            };
          }
        });
  }

  @Test
  void backoffGrowsBeyondItsBound() {
    found(
        "the next start waits",
        new Parts() {
          @Override
          RestartBudget budget(PoolPolicy policy) {
            return new RestartBudget(policy.restart()) {
              @Override
              long delayNanos() {
                return 500 * super.delayNanos();
              }
            };
          }
        });
  }

  @Test
  void workerThatAnswersIsStillHung() {
    found(
        "is still called hung",
        limits((pool, policy) ->
            new Limits(pool, policy) {
              @Override
              void moved(Member member) {}
            }));
  }

  @Test
  void idlenessBeforeTheAttemptCountsAsHanging() {
    found(
        "is called hung before its time",
        limits((pool, policy) ->
            new Limits(pool, policy) {
              @Override
              long standsStillSince(Member member, long seenNanos) {
                return seenNanos - 300_000_000L;
              }
            }));
  }

  @Test
  void anyExceptionOfThatNameIsASoftTimeout() {
    found(
        "is TIMED_OUT after SoftTimeout|was never interrupted",
        limits((pool, policy) ->
            new Limits(pool, policy) {
              @Override
              boolean isSoftTimeout(Member member, TaskAnswer.Failure failure) {
                return failure.type().equals("SoftTimeout");
              }
            }));
  }

  @Test
  void softTimeoutIsAnOrdinaryFailure() {
    found(
        "is FAILED after SoftTimeout",
        limits((pool, policy) ->
            new Limits(pool, policy) {
              @Override
              boolean isSoftTimeout(Member member, TaskAnswer.Failure failure) {
                return false;
              }
            }));
  }

  @Test
  void softLimitIsToldOnce() {
    found(
        "goes on and is not interrupted again",
        limits((pool, policy) ->
            new Limits(pool, policy) {
              @Override
              void remindLater(Member member) {}
            }));
  }

  @Test
  void anyMemoryErrorIsTheMemoryLimit() {
    found(
        "tells the memory limit wrongly",
        limits((pool, policy) ->
            new Limits(pool, policy) {
              @Override
              boolean isMemoryLimit(TaskAnswer.Failure failure) {
                return failure.type().equals("MemoryError");
              }
            }));
  }

  @Test
  void hardLimitComesTooEarly() {
    foundInPool(
        "timed out before its time|interrupted before its time",
        policy -> {
          OptionalLong hard = policy.times().taskNanos();
          return hard.isEmpty()
              ? policy
              : policy.with(
                  new PoolPolicy.Times(
                      OptionalLong.of(hard.getAsLong() - 190_000_000L),
                      OptionalLong.empty(),
                      policy.times().graceNanos()));
        });
  }

  @Test
  void numberOfATaskIsTakenForItsItem() {
    found(
        "is fetched",
        Pool::new,
        new Simulation.Shell() {
          @Override
          public List<Effect> effects(List<Effect> effects) {
            return effects.stream()
                .map(e -> e instanceof Effect.FetchItem(int task, int _) ? fetch(task) : e)
                .toList();
          }

          private static Effect fetch(int task) {
            return new Effect.FetchItem(task, task);
          }
        });
  }

  @Test
  void cancelledTaskStaysInTheQueue() {
    found(
        "the queue holds",
        new Parts() {
          @Override
          Backlog backlog() {
            return new Backlog() {
              @Override
              void takeOut(int task) {}
            };
          }
        });
  }

  /// Makes limits for a pool.
  @FunctionalInterface
  private interface LimitsOf {
    Limits make(Pool pool, PoolPolicy policy);
  }

  private static Parts limits(LimitsOf broken) {
    return new Parts() {
      @Override
      Limits limits(Pool pool, PoolPolicy policy) {
        return broken.make(pool, policy);
      }
    };
  }

  private static void found(String complaint, Parts parts) {
    PlantedBugsTest.found(complaint, policy -> new Pool(policy, parts), HONEST);
  }

  private static void found(
      String complaint, Function<PoolPolicy, Pool> pools, Simulation.Shell shell) {
    PlantedBugsTest.found(complaint, pools, shell);
  }

  private static void foundInPool(String complaint, UnaryOperator<PoolPolicy> misread) {
    PlantedBugsTest.found(complaint, policy -> new Pool(misread.apply(policy)), HONEST);
  }
}
