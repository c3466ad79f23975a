package dev.lifeguard.jobfile;

import dev.lifeguard.pool.PoolPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Makes a [JobFile] of the keys of one, fills in the defaults, and notes every problem.
final class JobSections {
  private static final int MOST_RETRIES = 1_000_000;

  private final String defaultName;
  private final PathBase base;
  private final Surroundings around;
  private final Problems problems;

  /// A parser for one job.
  ///
  /// @param defaultName the job's name when it has none; empty for that of what the workers run
  JobSections(String defaultName, PathBase base, Surroundings around, Problems problems) {
    this.defaultName = defaultName;
    this.base = base;
    this.around = around;
    this.problems = problems;
  }

  /// The job.
  ///
  /// @throws JobFileException with everything that is wrong, also what was noted before
  JobFile parse(Node.Mapping file) throws JobFileException {
    Section root = Section.root(file, problems);
    Section workers = root.section("worker");
    Optional<WorkerSpec> worker = new WorkerSection(base, around).parse(workers);
    Optional<KindKeys> kind = KindKeys.givenIn(workers).stream().findFirst();
    Optional<ItemsSpec> tasks = tasks(root);
    JobFile.Limits limits = LimitsSection.parse(root.section("limits"), kind);
    PoolPolicy.Retry retry = retry(root.section("retry"));
    PoolPolicy.Restart restart = restart(root.section("restart"));
    JobFile.Stop stop = stop(root.section("stop"));
    JobFile.Recording recording =
        new JobFile.Recording(
            time(root.section("record"), "sync", Duration.ofMillis(200), Duration.ofMillis(1)));
    String name = name(root, worker);
    List<SourceFile> sources = sources(root);
    problems.throwIfAny();
    return new JobFile(
        name,
        worker.orElseThrow(),
        tasks.orElseThrow(),
        limits,
        retry,
        restart,
        stop,
        recording,
        sources);
  }

  private String name(Section root, Optional<WorkerSpec> worker) {
    Optional<String> given = root.text("name").map(Section.Text::text);
    if (given.isPresent()) {
      if (!given.get().equals(JobName.of(given.get()))) {
        root.refuse(
            "name",
            Printable.quoted(given.get())
                + " cannot name a directory; write 1 to 80 letters, digits, spaces, dots, hyphens"
                + " or underscores, a letter or digit first");
      }
      return given.get();
    }
    return JobName.of(
        defaultName.isEmpty()
            ? worker.map(WorkerSpec::kind).map(JobSections::shortName).orElse("")
            : defaultName);
  }

  private static String shortName(WorkerKind kind) {
    return switch (kind) {
      case WorkerKind.Python python -> python.target().function();
      case WorkerKind.Java java -> behindLast('.', java.className());
      case WorkerKind.Command command -> behindLast('/', command.arguments().getFirst());
      case WorkerKind.Program program -> behindLast('/', program.arguments().getFirst());
    };
  }

  private static String behindLast(char separator, String name) {
    return name.substring(name.lastIndexOf(separator) + 1);
  }

  private Optional<ItemsSpec> tasks(Section root) {
    TasksSection parser = new TasksSection(base);
    Optional<Node> node = root.node("tasks");
    if (node.isEmpty()) {
      root.refuseMissing("tasks", "--items SOURCE", "tasks: { lines: FILE }");
      return Optional.empty();
    }
    if (node.get() instanceof Node.Scalar source && source.kind() == Node.Kind.UNTYPED) {
      try {
        return Optional.of(parser.source(new Section.Text(source.text(), source.at())));
      } catch (IllegalArgumentException e) {
        root.refuse("tasks", String.valueOf(e.getMessage()));
        return Optional.empty();
      }
    }
    if (node.get() instanceof Node.Mapping) {
      return parser.section(root.section("tasks"));
    }
    root.refuse(
        "tasks", "is " + node.get().kindInWords() + "; write a source, as in { lines: FILE }");
    return Optional.empty();
  }

  private static PoolPolicy.Retry retry(Section retry) {
    PoolPolicy.Retry usual = PoolPolicy.Retry.DEFAULT;
    int lost = retry.number("lost", usual.lost(), 0, MOST_RETRIES);
    return new PoolPolicy.Retry(
        lost,
        retry.number("failed", usual.failed(), 0, MOST_RETRIES),
        retry.number("timed-out", usual.timedOut(), 0, MOST_RETRIES),
        retry.number("quarantine-after", lost + 1, 1, MOST_RETRIES + 1));
  }

  private static PoolPolicy.Restart restart(Section restart) {
    PoolPolicy.Restart usual = PoolPolicy.Restart.DEFAULT;
    int most = restart.number("most", usual.most(), 0, MOST_RETRIES);
    Duration within =
        time(restart, "within", Duration.ofNanos(usual.withinNanos()), Duration.ofMillis(1));
    List<Duration> backoff =
        restart
            .parsed("backoff", "100ms..10s", JobSections::backoff)
            .orElse(
                List.of(
                    Duration.ofNanos(usual.backoffFirstNanos()),
                    Duration.ofNanos(usual.backoffMostNanos())));
    return new PoolPolicy.Restart(
        most, within.toNanos(), backoff.getFirst().toNanos(), backoff.getLast().toNanos());
  }

  private static List<Duration> backoff(String text) {
    int dots = text.indexOf("..");
    if (dots < 0) {
      throw new IllegalArgumentException(
          Printable.quoted(text) + " is no span; write the first and the longest wait: 100ms..10s");
    }
    Duration first = Durations.parse(text.substring(0, dots));
    Duration most = Durations.parse(text.substring(dots + 2));
    if (first.compareTo(most) > 0) {
      throw new IllegalArgumentException(
          "the first wait, %s, is longer than the longest, %s; write %s..%s"
              .formatted(
                  Durations.text(first),
                  Durations.text(most),
                  Durations.text(most),
                  Durations.text(first)));
    }
    return List.of(first, most);
  }

  private static JobFile.Stop stop(Section stop) {
    Duration grace = time(stop, "grace", Duration.ofSeconds(5), Duration.ZERO);
    boolean all =
        stop.choice("on-failure", List.of("continue", "stop")).equals(Optional.of("stop"));
    return new JobFile.Stop(grace, all ? PoolPolicy.OnFailure.STOP : PoolPolicy.OnFailure.CONTINUE);
  }

  private static Duration time(Section section, String key, Duration usual, Duration least) {
    Duration time = section.parsed(key, Durations.text(usual), Durations::parse).orElse(usual);
    if (time.compareTo(least) < 0) {
      section.refuse(key, "is too short; write " + Durations.text(least) + " or more");
    }
    return time;
  }

  private List<SourceFile> sources(Section root) {
    Optional<Node> node = root.node("sources");
    if (node.isEmpty()) {
      return List.of();
    }
    if (!(node.get() instanceof Node.Sequence list)) {
      root.refuse("sources", "is " + node.get().kindInWords() + "; take it out");
      return List.of();
    }
    List<SourceFile> sources = new ArrayList<>();
    for (Node item : list.items()) {
      Section.element("sources", item, problems).flatMap(this::source).ifPresent(sources::add);
    }
    return sources;
  }

  private Optional<SourceFile> source(Section source) {
    Optional<Path> path = source.path("path", base);
    Optional<Long> bytes = source.parsed("bytes", "1234B", Sizes::parse);
    Optional<String> digest = source.text("sha256").map(Section.Text::text);
    if (digest.isPresent() && !digest.get().matches("[0-9a-f]{64}")) {
      source.refuse("sha256", "is no SHA-256; it has 64 digits from 0 to f");
    }
    if (path.isEmpty() || bytes.isEmpty() || digest.isEmpty()) {
      source.refuse("", "a source needs path, bytes and sha256; take it out");
      return Optional.empty();
    }
    return Optional.of(new SourceFile(path.get(), bytes.get(), digest.get()));
  }
}
