package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.save.SavableRecording;
import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SavePlan;
import dev.lifeguard.gui.save.SavePlan.Kind;
import dev.lifeguard.gui.save.SavePlan.Part;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/// A recording that is saved as a test wants it to be.
final class ScriptedRecording implements SavableRecording {
  static final String FILE = "/home/kim/primes-20261120-114005.lifeguard";
  static final SavePlan.Possible PLAN =
      new SavePlan.Possible(
          "primes-demo",
          true,
          FILE,
          List.of(
              new Part(Kind.JOB, "job.yaml", 1_234),
              new Part(Kind.JOURNAL, "journal.jsonl", 5_600_000),
              new Part(Kind.RESULTS, "results.jsonl", 780_000),
              new Part(Kind.ITEMS, "items.jsonl", 64_000),
              new Part(Kind.OUTPUT, "output/", 12_000_000)),
          List.of("API_TOKEN", "OMP_NUM_THREADS"));

  private final List<String> saved = new CopyOnWriteArrayList<>();
  private final CompletableFuture<SaveAnswer> answer = new CompletableFuture<>();
  private volatile SavePlan plan = PLAN;
  private volatile Progress progress = (_, _) -> true;

  /// What there is to be saved.
  void plans(SavePlan wanted) {
    plan = wanted;
  }

  /// What was saved, and whether it was redacted.
  List<String> saved() {
    return saved;
  }

  /// Tells how far the saving is.
  ///
  /// @return whether it may go on
  boolean tell(long bytes, long ofBytes) {
    return progress.goesOn(bytes, ofBytes);
  }

  /// Ends the saving. Only the first one counts.
  void answers(SaveAnswer what) {
    answer.complete(what);
  }

  @Override
  public SavePlan plan() {
    return plan;
  }

  @Override
  public boolean replaces(String file) {
    return file.contains("old");
  }

  @Override
  public SaveAnswer save(String file, boolean redacted, Progress watching) {
    progress = watching;
    saved.add(file + (redacted ? " redacted" : ""));
    return answer.join();
  }
}
