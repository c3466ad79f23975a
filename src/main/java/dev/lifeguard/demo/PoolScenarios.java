package dev.lifeguard.demo;

import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.SignalName;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.VerdictKind;
import dev.lifeguard.job.Worker;
import java.util.List;

/// Somebody else's pool, and ours on the same work.
final class PoolScenarios {
  private static final int SIGKILL = 9;
  private static final int SIGINT = 2;

  private PoolScenarios() {}

  static Scenario murder() {
    return new Scenario(
        "murder",
        "The same murder on a real multiprocessing.Pool",
        List.of(
            "A Python program maps its items over a multiprocessing.Pool, and Lifeguard's own pool"
                + " does the same work beside it; when all but the longest task are done, a"
                + " stranger kills the worker that runs it, on both sides.",
            "One of the two will never end, and nobody but Lifeguard says so."),
        List.of(theirs(), ours()),
        Scenario.Order.SIDE_BY_SIDE);
  }

  private static Act theirs() {
    return new Act(
        "multiprocessing.Pool",
        Act.Needs.PYTHON,
        Act.Stage.FOREIGN,
        "murder",
        List.of("pool.py", "work.py", "seconds.txt"),
        Ambush::new,
        List.of(
            Promises.deathBySignal(
                SIGKILL, "The death is seen from outside: SIGKILL, certain, its task is lost."),
            new Expectation(
                "The pool goes on waiting for ever, and Lifeguard says why: a lost task, certain as"
                    + " soon as all is still.",
                PoolScenarios::lostTask),
            new Expectation(
                "What Lifeguard offers ends it, and nothing of it is left.",
                PoolScenarios::ended)));
  }

  private static Act ours() {
    return new Act(
        "Lifeguard",
        Act.Needs.PYTHON,
        Act.Stage.OWN,
        "murder",
        List.of("job.yaml", "work.py", "seconds.txt"),
        Ambush::new,
        List.of(
            Promises.deathBySignal(SIGKILL, "The death is told as SIGKILL, certain."),
            Promises.oneTaskGoesBack(),
            Promises.everyTaskDone("Another worker does it again, and every task is done.")));
  }

  private static Finding lostTask(Witness witness) {
    return witness.verdicts().stream()
        .filter(verdict -> verdict.kind() == VerdictKind.LOST_TASK)
        .reduce((_, last) -> last)
        .map(verdict ->
            new Finding(
                verdict.certainty() == Certainty.CERTAIN && !verdict.evidence().isEmpty(),
                verdict.sentence() + evidence(verdict)))
        .orElseGet(() ->
            Finding.not(
                "No verdict tells of a lost task"
                    + witness.verdicts().stream()
                        .reduce((_, last) -> last)
                        .map(last -> "; instead: " + last.sentence())
                        .orElse(".")));
  }

  private static String evidence(Verdict verdict) {
    return verdict.evidence().stream()
        .map(it -> " [" + it.source() + ": " + it.text() + "]")
        .reduce("", String::concat);
  }

  private static Finding ended(Witness witness) {
    JobModel model = witness.model();
    boolean asked =
        model
            .foreign()
            .end()
            .filter(end -> end.status() instanceof ExitStatus.Signalled(int by, _) && by == SIGINT)
            .isPresent();
    if (!asked) {
      return Finding.not(
          "The manager was not ended by "
              + SignalName.of(SIGINT)
              + model.foreign().end().map(end -> ", but by " + end.status()).orElse("")
              + ".");
    }
    boolean gone =
        model.workers().stream().flatMap(it -> it.process().stream()).allMatch(witness::isGone);
    long dead = model.workers().stream().filter(Worker::isDead).count();
    return new Finding(
        gone,
        "SIGINT to its manager; "
            + (gone ? "all " + dead + " workers are gone." : "some workers are left."));
  }
}
