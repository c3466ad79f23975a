package dev.lifeguard.cli;

import dev.lifeguard.attach.Candidates;
import dev.lifeguard.attach.ForeignPool;
import dev.lifeguard.attach.Target;
import dev.lifeguard.gui.attach.Candidate;
import dev.lifeguard.gui.shell.OpenAnswer;
import dev.lifeguard.gui.shell.OpenJob;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.journal.RecordedJob;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunSummary;
import dev.lifeguard.journal.Tried;
import dev.lifeguard.probe.Probes;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Brings pools that somebody else started, and runs that go on elsewhere, into the window.
final class ForeignPools {
  private ForeignPools() {}

  /// Attaches to a pool by a process of it.
  ///
  /// @param directory where what is seen of it is saved, if the user does not choose another place
  static OpenAnswer open(long pid, Path directory) {
    Probes probes = Probes.forThisSystem();
    return switch (Target.of(pid, probes)) {
      case Target.None(String sentence) -> new OpenAnswer.Refused(sentence);
      case Target.Found(ProcessIdentity root, String _) ->
          ForeignPool.watch(root, probes)
              .<OpenAnswer>map(pool -> new OpenAnswer.Opened(job(pool, directory)))
              .orElse(new OpenAnswer.Refused("process " + pid + " has just ended"));
    };
  }

  /// A pool for a window.
  static OpenJob job(ForeignPool pool, Path directory) {
    return new OpenJob(pool, OpenJob.Ownership.WATCHED).savedAs(new SavedStory(pool, directory));
  }

  /// A pool for the attach dialog.
  static Candidate candidate(Candidates.Found pool) {
    return new Candidate(
        pool.manager().pid(),
        pool.name(),
        pool.kind().title(),
        pool.reason(),
        pool.tree(),
        pool.sight().can(),
        pool.sight().cannot(),
        pool.sight().remedy().orElse(""),
        Optional.empty());
  }

  /// A run for the attach dialog, of which everything is seen.
  static Candidate candidate(RunSummary run) {
    return new Candidate(
        supervisor(run),
        run.name(),
        "Lifeguard",
        "its run directory is " + run.path(),
        List.of(),
        List.of("tasks, workers, incidents and memory, from the first moment on"),
        List.of(),
        "",
        Optional.of(run.path()));
  }

  /// The process that supervises a run; 0 when its journal cannot be read.
  static long supervisor(RunSummary run) {
    return RecordedJob.open(RunDirectory.of(run.path())) instanceof Tried.Done<RecordedJob> done
        ? done.value().header().supervisor().pid()
        : 0;
  }
}
