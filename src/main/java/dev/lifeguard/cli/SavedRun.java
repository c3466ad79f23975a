package dev.lifeguard.cli;

import dev.lifeguard.gui.save.SavableRecording;
import dev.lifeguard.gui.save.SaveAnswer;
import dev.lifeguard.gui.save.SavePlan;
import dev.lifeguard.gui.save.SavePlan.Kind;
import dev.lifeguard.journal.PackedRun;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.Tried;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A run in a directory, for the window to save: `lifeguard pack` without a terminal.
final class SavedRun implements SavableRecording {
  private static final String OUTPUT = "output/";

  private final RunDirectory run;
  private final boolean early;
  private final Path file;

  /// A run.
  ///
  /// @param early whether the recording ends before its job, although nobody supervises it here
  /// @param file where to, if the user does not choose another place
  private SavedRun(RunDirectory run, boolean early, Path file) {
    this.run = run;
    this.early = early;
    this.file = file;
  }

  /// A run that goes by the name of its directory.
  ///
  /// @param directory where the file is put, if the user does not choose another place
  static SavedRun of(RunDirectory run, Path directory) {
    return new SavedRun(run, false, directory.resolve(run.path().getFileName() + PackedRun.SUFFIX));
  }

  /// A run whose directory is only a temporary one.
  ///
  /// @param early whether the recording ends before its job
  /// @param file where to, if the user does not choose another place
  static SavedRun of(RunDirectory run, boolean early, Path file) {
    return new SavedRun(run, early, file);
  }

  private boolean goesOn() {
    return early || run.isLive();
  }

  @Override
  public SavePlan plan() {
    try {
      List<SavePlan.Part> parts = parts(PackedRun.contents(run));
      PackedJob job = PackedJob.of(run);
      return parts.stream().noneMatch(part -> part.kind() == Kind.JOURNAL)
          ? new SavePlan.Refused("Nothing is recorded in " + run.path())
          : new SavePlan.Possible(
              job.name().orElse(run.path().getFileName().toString()),
              goesOn(),
              file.toString(),
              parts,
              job.variables());
    } catch (JobStarter.Refusal e) {
      return new SavePlan.Refused(String.join("\n", e.lines()));
    } catch (IOException e) {
      return new SavePlan.Refused("Cannot read " + run.path() + ": " + RunWiring.reason(e));
    }
  }

  /// All that the workers printed is one part: there may be hundreds of them.
  private static List<SavePlan.Part> parts(List<PackedRun.Part> all) {
    List<SavePlan.Part> parts = new ArrayList<>();
    long output = 0;
    for (PackedRun.Part part : all) {
      if (part.name().startsWith(OUTPUT)) {
        output += part.bytes();
      } else if (part.bytes() > 0) {
        parts.add(new SavePlan.Part(kind(part.name()), part.name(), part.bytes()));
      }
    }
    if (output > 0) {
      parts.add(new SavePlan.Part(Kind.OUTPUT, OUTPUT, output));
    }
    return parts;
  }

  private static Kind kind(String name) {
    return switch (name) {
      case "job.yaml" -> Kind.JOB;
      case "results.jsonl" -> Kind.RESULTS;
      case "items.jsonl" -> Kind.ITEMS;
      case "report.json" -> Kind.REPORT;
      default -> Kind.JOURNAL;
    };
  }

  @Override
  public boolean replaces(String chosen) {
    return chosen(chosen, file).filter(Files::isRegularFile).isPresent();
  }

  /// The file that the user has written.
  ///
  /// @param proposed where no absolute path is written, it is beside this one
  /// @return empty when there can be no such file
  static Optional<Path> chosen(String written, Path proposed) {
    try {
      return Optional.of(proposed.resolveSibling(written).normalize());
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  @Override
  public SaveAnswer save(String chosen, boolean redacted, Progress progress) {
    return chosen(chosen, file)
        .map(to -> save(to, redacted, progress))
        .orElse(new SaveAnswer.Refused(chosen + ": there can be no file of this name"));
  }

  private SaveAnswer save(Path chosen, boolean redacted, Progress progress) {
    try {
      boolean goesOn = goesOn();
      Tried<Path> packed =
          redacted
              ? PackedRun.packRedacted(
                  run, goesOn, PackedJob.of(run).redacted(), chosen, progress::goesOn)
              : PackedRun.pack(run, goesOn, chosen, progress::goesOn);
      return switch (packed) {
        case Tried.Done<Path>(Path done) -> new SaveAnswer.Saved(done.toString(), Files.size(done));
        case Tried.Refused<Path>(String sentence) -> new SaveAnswer.Refused(sentence);
      };
    } catch (JobStarter.Refusal e) {
      return new SaveAnswer.Refused(String.join("\n", e.lines()));
    } catch (IOException e) {
      return new SaveAnswer.Refused("Cannot read " + chosen + ": " + RunWiring.reason(e));
    }
  }
}
