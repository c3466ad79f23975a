package dev.lifeguard.cli;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.jobfile.Durations;
import dev.lifeguard.jobfile.Sizes;
import dev.lifeguard.journal.RunDirectory;
import dev.lifeguard.journal.RunList;
import dev.lifeguard.journal.RunRetention;
import dev.lifeguard.journal.RunSummary;
import dev.lifeguard.journal.Tried;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `lifeguard runs`: lists runs, and takes old ones away.
@Command(
    name = "runs",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = {
      "Lists the runs in the state directory, the newest first, or takes old ones away.",
      "With --keep, --age or --size those go that are more, older, or larger together. Each is"
          + " named; a live run always stays, and so does what is no part of a run.%n"
    },
    footerHeading = "%nExit status:%n",
    footer = "  0 done; 1 a run could not be taken away; 2 wrong usage.")
final class RunsCommand implements Callable<Integer> {
  private static final DateTimeFormatter WHEN =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT)
          .withZone(ZoneId.systemDefault());

  @Option(names = "--keep", paramLabel = "N", description = "Keep the newest N.")
  private Optional<Integer> keep = Optional.empty();

  @Option(names = "--age", paramLabel = "D", description = "Keep what is younger: 30d, 12h.")
  private Optional<String> age = Optional.empty();

  @Option(
      names = "--size",
      paramLabel = "SIZE",
      description = "Keep the newest that have no more than this together: 5GiB.")
  private Optional<String> size = Optional.empty();

  @Option(names = "--dry-run", description = "Only say what would be taken away.")
  private boolean dryRun;

  private final PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);

  @Override
  public Integer call() throws JobStarter.Refusal {
    RunRetention retention = retention();
    List<RunSummary> runs = RunList.of(JobStarter.here().runsRoot());
    if (keep.isEmpty() && age.isEmpty() && size.isEmpty()) {
      if (dryRun) {
        throw refusal("--dry-run: nothing would be taken away; add --keep, --age or --size");
      }
      runs.forEach(run -> out.println(line(run)));
      if (runs.isEmpty()) {
        out.println("There are no runs in " + JobStarter.here().runsRoot() + ".");
      }
      return 0;
    }
    return clean(retention.surplus(runs, Instant.now()));
  }

  private RunRetention retention() throws JobStarter.Refusal {
    if (keep.isPresent() && keep.get() < 0) {
      throw refusal("--keep: " + keep.get() + " runs cannot be kept; write 0 or more");
    }
    Optional<Long> bytes = parsed("--size", size, Sizes::parse);
    return new RunRetention(
        keep.map(OptionalInt::of).orElse(OptionalInt.empty()),
        parsed("--age", age, Durations::parse),
        bytes.map(OptionalLong::of).orElse(OptionalLong.empty()));
  }

  private static <T> Optional<T> parsed(
      String flag, Optional<String> text, Function<String, T> parser) throws JobStarter.Refusal {
    try {
      return text.map(parser);
    } catch (IllegalArgumentException e) {
      throw refusal(flag + ": " + e.getMessage());
    }
  }

  private int clean(List<RunSummary> surplus) {
    int status = 0;
    for (RunSummary run : surplus) {
      if (dryRun) {
        out.println("would be taken away: " + line(run));
        continue;
      }
      switch (RunRetention.remove(RunDirectory.of(run.path()))) {
        case Tried.Done<Optional<String>>(Optional<String> left) -> {
          out.println("taken away: " + line(run));
          left.ifPresent(Main::complain);
        }
        case Tried.Refused<Optional<String>>(String sentence) -> {
          Main.complain(sentence);
          status = 1;
        }
      }
    }
    if (surplus.isEmpty()) {
      out.println("Nothing is to be taken away.");
    }
    return status;
  }

  private static String line(RunSummary run) {
    return String.join(
        "  ",
        WHEN.format(run.started()),
        String.format(Locale.ROOT, "%-11s", condition(run)),
        String.format(Locale.ROOT, "%9s", ByteSize.text(run.bytes())),
        run.path().toString());
  }

  private static String condition(RunSummary run) {
    return switch (run.condition()) {
      case LIVE -> "live";
      case FINISHED -> "ended";
      case DEAD -> "interrupted";
    };
  }

  private static JobStarter.Refusal refusal(String line) {
    return new JobStarter.Refusal(List.of(line));
  }
}
