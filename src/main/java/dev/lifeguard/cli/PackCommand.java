package dev.lifeguard.cli;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.journal.PackProgress;
import dev.lifeguard.journal.PackedRun;
import dev.lifeguard.journal.RunDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `lifeguard pack`: a run in one portable file.
@Command(
    name = "pack",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Packs the recording of a run into one file.",
      "lifeguard open and lifeguard export take it in place of the directory. Of a run that goes on"
          + " it holds what there is until now. What goes into it is listed first: it may hold"
          + " secrets.%n"
    },
    footerHeading = "%nExit status:%n",
    footer = "  0 packed; 2 there is no such run, or the file cannot be written.")
final class PackCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "RUN_DIR", description = "The directory of the run.")
  private Path directory = Path.of("");

  @Parameters(index = "1", paramLabel = "FILE.lifeguard", description = "The file to write.")
  private Path file = Path.of("");

  @Option(
      names = "--redact",
      description = {
        "Leave out items, results, messages of errors, output, the values of the environment, and"
            + " the names of processes and directories."
      })
  private boolean redact;

  @Override
  public Integer call() throws JobStarter.Refusal {
    RunDirectory run = RunDirectory.of(directory);
    if (!Files.isRegularFile(run.journal())) {
      throw refusal(directory + " is no run directory; see what there is with: lifeguard runs");
    }
    PackedJob job = PackedJob.of(run);
    if (!redact) {
      tell(run, job);
    }
    boolean goesOn = run.isLive();
    RunAssembly.value(
        redact
            ? PackedRun.packRedacted(run, goesOn, job.redacted(), file, PackProgress.NONE)
            : PackedRun.pack(run, goesOn, file, PackProgress.NONE));
    System.err.println(
        goesOn ? "the run goes on: packed up to now, into " + file : "packed into " + file);
    return 0;
  }

  private static void tell(RunDirectory run, PackedJob job) throws JobStarter.Refusal {
    try {
      System.err.println(
          "This goes into the file, as it is (--redact leaves out what may be secret):");
      for (PackedRun.Part part : PackedRun.contents(run)) {
        System.err.println("  " + part.name() + ", " + ByteSize.text(part.bytes()));
      }
    } catch (IOException e) {
      throw refusal("cannot read " + run.path() + ": " + RunWiring.reason(e));
    }
    if (!job.variables().isEmpty()) {
      System.err.println(
          "job.yaml holds these variables of the environment with their values: "
              + String.join(", ", job.variables()));
    }
    System.err.println("journal.jsonl, results.jsonl and items.jsonl hold items, results, errors;");
    System.err.println("output/ and the incidents hold what the workers printed.");
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
