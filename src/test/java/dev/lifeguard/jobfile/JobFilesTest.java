package dev.lifeguard.jobfile;

import static dev.lifeguard.jobfile.Ada.flag;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.WorkerForm;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.testing.NotOnWindows;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NotOnWindows
final class JobFilesTest {
  private static final String LEAST =
      """
      worker: { python: docs.build:one_document }
      tasks: { lines: documents.txt }
      """;

  private static final String ALL =
      """
      name: docs
      worker:
        python: tools/render.py:one_document
        interpreter: venv/bin/python
        initializer: docs.build:prepare
        start: template
        preload: [numpy, docs.build]
        directory: work
        environment: { OMP_NUM_THREADS: "1", MODE: fast }
        count: 4
      tasks: { csv: table.csv }
      limits:
        task-timeout: 10m
        soft-timeout: 8m
        hang-after: 2m
        on-hang: kill
        memory: 2GiB
        recycle-memory: 1GiB
        recycle-tasks: 500
        message: 1GiB
      retry: { lost: 3, failed: 1, timed-out: 2, quarantine-after: 2 }
      restart: { most: 7, within: 1m, backoff: 1s..1m }
      stop: { grace: 10s, on-failure: stop }
      record: { sync: 1s }
      """;

  @Test
  void whatTheFileDoesNotSayIsFilledInAsPromised() throws Exception {
    JobFile job = Ada.read(LEAST);
    assertThat(job.name()).isEqualTo("docbuild");
    assertThat(job.worker().kind())
        .isEqualTo(
            new WorkerKind.Python(
                new PythonTarget.Module("docs.build", "one_document"),
                Optional.empty(),
                Optional.empty(),
                new WorkerKind.Start.Spawn()));
    assertThat(job.worker().directory()).isEqualTo(Path.of("/home/ada/jobs"));
    assertThat(job.worker().environment()).isEmpty();
    assertThat(job.worker().count()).isEqualTo(8);
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Lines(Path.of("/home/ada/jobs/documents.txt")));
    assertThat(job.limits()).isEqualTo(JobFile.Limits.DEFAULT);
    assertThat(job.retry()).isEqualTo(PoolPolicy.Retry.DEFAULT);
    assertThat(job.restart()).isEqualTo(PoolPolicy.Restart.DEFAULT);
    assertThat(job.stop())
        .isEqualTo(new JobFile.Stop(Duration.ofSeconds(5), PoolPolicy.OnFailure.CONTINUE));
    assertThat(job.recording().sync()).isEqualTo(Duration.ofMillis(200));
    assertThat(job.sources()).isEmpty();
  }

  @Test
  void everyKeyIsRead() throws Exception {
    JobFile job = Ada.read(ALL);
    assertThat(job.name()).isEqualTo("docs");
    assertThat(job.worker())
        .isEqualTo(
            new WorkerSpec(
                new WorkerKind.Python(
                    new PythonTarget.File(
                        Path.of("/home/ada/jobs/tools/render.py"), "one_document"),
                    Optional.of("/home/ada/jobs/venv/bin/python"),
                    Optional.of(new PythonTarget.Module("docs.build", "prepare")),
                    new WorkerKind.Start.Template(List.of("numpy", "docs.build"))),
                Path.of("/home/ada/jobs/work"),
                Map.of("OMP_NUM_THREADS", "1", "MODE", "fast"),
                4));
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Csv(Path.of("/home/ada/jobs/table.csv")));
    assertThat(job.toPolicy(MemoryMeans.CGROUP))
        .isEqualTo(
            PoolPolicy.usual(4)
                .with(new PoolPolicy.Retry(3, 1, 2, 2))
                .with(new PoolPolicy.Restart(7, 60_000_000_000L, 1_000_000_000L, 60_000_000_000L))
                .with(PoolPolicy.OnFailure.STOP)
                .with(
                    new PoolPolicy.Times(
                        OptionalLong.of(600_000_000_000L),
                        OptionalLong.of(480_000_000_000L),
                        10_000_000_000L))
                .with(new PoolPolicy.Hang(OptionalLong.of(120_000_000_000L), true))
                .with(new PoolPolicy.Memory(OptionalLong.of(2L << 30), MemoryMeans.CGROUP))
                .with(new PoolPolicy.Recycle(OptionalInt.of(500), OptionalLong.of(1L << 30))));
    assertThat(job.limits().messageBytes()).isEqualTo(1 << 30);
    assertThat(job.recording().sync()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void commandsAreReadWithTheirProgramMadeAbsolute() throws Exception {
    JobFile job =
        Ada.read(
            """
            worker: { command: [tools/convert.sh, -q, "{}", "{a b}.png"], stdin: item }
            tasks: { lines: documents.txt }
            """);
    assertThat(job.worker().kind())
        .isEqualTo(
            new WorkerKind.Command(
                List.of("/home/ada/jobs/tools/convert.sh", "-q", "{}", "{a b}.png"), true));
    assertThat(job.toPolicy(MemoryMeans.NONE).form()).isEqualTo(WorkerForm.SLOT);
  }

  @Test
  void javaWorkersFindTheirClassesWhereTheyRunUnlessToldElsewhere() throws Exception {
    String worker = "{ java: com.acme.Render$Page, jvm: [-Xmx512m] }";
    String tasks = "\ntasks: { range: 1..2 }";
    assertThat(Ada.read("worker: " + worker + tasks).worker().kind())
        .isEqualTo(
            new WorkerKind.Java(
                "com.acme.Render$Page", List.of(Path.of("/home/ada/jobs")), List.of("-Xmx512m")));
    JobFile other =
        Ada.read(
            "worker: { java: Render, classpath: [build/classes, \"lib/*\", /opt/x.jar] }" + tasks);
    assertThat(other.worker().kind())
        .isEqualTo(
            new WorkerKind.Java(
                "Render",
                List.of(
                    Path.of("/home/ada/jobs/build/classes"),
                    Path.of("/home/ada/jobs/lib/*"),
                    Path.of("/opt/x.jar")),
                List.of()));
    assertThat(other.name()).isEqualTo("docbuild");
  }

  @Test
  void programsThatSpeakTheProtocolAreRead() throws Exception {
    assertThat(
            Ada.read("worker: { program: [node, worker.js] }\ntasks: { range: 1..2 }")
                .worker()
                .kind())
        .isEqualTo(new WorkerKind.Program(List.of("node", "worker.js")));
  }

  @Test
  void wordsBehindTheDashesAreACommandNamedAfterItsProgram() throws Exception {
    Overrides overrides =
        new Overrides(
            List.of(),
            List.of(flag("--items", "tasks", "1..2")),
            List.of("./bin/convert", "-x", "{}", "007"));
    JobFile job = JobFiles.fromFlags(overrides, Ada.MACHINE);
    assertThat(job.name()).isEqualTo("convert");
    assertThat(job.worker().kind())
        .isEqualTo(
            new WorkerKind.Command(List.of("/home/ada/bin/convert", "-x", "{}", "007"), false));
  }

  @Test
  void aKindOnTheCommandLineTakesThePlaceOfTheOneInTheFile() throws Exception {
    Overrides overrides = new Overrides(List.of(), List.of(), List.of("wc", "-c", "{}"));
    String text = ALL.replaceAll("  (soft-timeout|recycle-).*\n", "");
    assertThat(JobFiles.read(Ada.FILE, text, overrides, Ada.MACHINE).worker().kind())
        .isEqualTo(new WorkerKind.Command(List.of("wc", "-c", "{}"), false));
    assertThat(Ada.read(ALL, "worker.program=[node, worker.js]", "limits.soft-timeout=none"))
        .extracting(job -> job.worker().kind())
        .isEqualTo(new WorkerKind.Program(List.of("node", "worker.js")));
  }

  @Test
  void everyLimitCanBeTakenAwayAgain() throws Exception {
    JobFile job =
        Ada.read(
            ALL,
            "limits.message=64MiB",
            "limits.task-timeout=none",
            "limits.soft-timeout=none",
            "limits.hang-after=none",
            "limits.memory=none",
            "limits.recycle-memory=none",
            "limits.recycle-tasks=none");
    assertThat(job.limits())
        .isEqualTo(
            new JobFile.Limits(
                64 << 20,
                OptionalLong.empty(),
                OptionalLong.empty(),
                new PoolPolicy.Hang(OptionalLong.empty(), true),
                OptionalLong.empty(),
                PoolPolicy.Recycle.NEVER));
  }

  @Test
  void quarantineFollowsTheRetriesOfLostAttempts() throws Exception {
    assertThat(Ada.read(LEAST + "retry: { lost: 6 }").retry().quarantineAfter()).isEqualTo(7);
  }

  @Test
  void inlineValuesBecomeJson() throws Exception {
    JobFile job =
        Ada.read(
            """
            worker: { python: a:b }
            tasks:
              inline: [one, "two \\"quoted\\"", 3, 0x1F, 0o17, 1.50, -2e3, true, True, no, ~,
                       [1, {a: b, "c d": [null]}], {}, "12", "ümlaut ☃"]
            """);
    assertThat(((ItemsSpec.Inline) job.tasks()).values().stream().map(Payload::toString))
        .containsExactly(
            "\"one\"",
            "\"two \\\"quoted\\\"\"",
            "3",
            "31",
            "15",
            "1.50",
            "-2E+3",
            "true",
            "true",
            "\"no\"",
            "null",
            "[1,{\"a\":\"b\",\"c d\":[null]}]",
            "{}",
            "\"12\"",
            "\"ümlaut ☃\"");
  }

  @Test
  void settingsBeatTheFileAndFlagsBeatSettings() throws Exception {
    Overrides overrides =
        new Overrides(
            List.of("limits.message=2MiB", "worker.count=3", "worker.count=5", "retry.lost=9"),
            List.of(flag("--retries", "retry.lost", "1")));
    JobFile job = JobFiles.read(Ada.FILE, ALL, overrides, Ada.MACHINE);
    assertThat(job.limits().messageBytes()).isEqualTo(2 << 20);
    assertThat(job.limits().taskTimeoutNanos()).hasValue(600_000_000_000L);
    assertThat(job.worker().count()).isEqualTo(5);
    assertThat(job.retry().lost()).isEqualTo(1);
  }

  @Test
  void settingsMayBeAnyValueOfYaml() throws Exception {
    JobFile job =
        Ada.read(
            LEAST,
            "tasks.range=3..5",
            "worker.environment.A.B=1",
            "name=2026",
            "stop={grace: 1s}",
            "limits.task-timeout=none");
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Range(3, 5));
    assertThat(job.worker().environment()).containsExactly(Map.entry("A.B", "1"));
    assertThat(job.name()).isEqualTo("2026");
    assertThat(job.stop().grace()).isEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void pathsOnTheCommandLineAreRelativeToTheCurrentDirectory() throws Exception {
    JobFile job = Ada.read(LEAST, "tasks.csv=table.csv", "worker.directory=.");
    assertThat(job.tasks()).isEqualTo(new ItemsSpec.Csv(Path.of("/home/ada/table.csv")));
    assertThat(job.worker().directory()).isEqualTo(Path.of("/home/ada"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0..9                | Range[first=0, last=9]
          -5..-5              | Range[first=-5, last=-5]
          -                   | Stdin[format=LINES]
          jsonl:-             | Stdin[format=JSONL]
          words.txt           | Lines[file=/home/ada/words.txt]
          data/x.jsonl        | Jsonl[file=/home/ada/data/x.jsonl]
          /data/X.CSV         | Csv[file=/data/X.CSV]
          jsonl:x.txt         | Jsonl[file=/home/ada/x.txt]
          lines:0..9          | Lines[file=/home/ada/0..9]
          glob:docs/**/*.md   | Glob[pattern=/home/ada/docs/**/*.md]
          glob:/x/*           | Glob[pattern=/x/*]
          """)
  void itemsOfFlagsFollowTheGrammar(String source, String spec) throws Exception {
    JobFile job =
        Ada.flags(
            flag("--python", "worker.python", "docs.build:one"), flag("--items", "tasks", source));
    assertThat(job.tasks()).hasToString(spec);
    assertThat(job.name()).isEqualTo("one");
    assertThat(job.worker().directory()).isEqualTo(Path.of("/home/ada"));
  }

  @Test
  void flagsTakeTheSourceOfTheFileAway() throws Exception {
    Overrides overrides = new Overrides(List.of(), List.of(flag("--items", "tasks", "1..2")));
    assertThat(JobFiles.read(Ada.FILE, LEAST, overrides, Ada.MACHINE).tasks())
        .isEqualTo(new ItemsSpec.Range(1, 2));
  }

  @Test
  void loadedFilesMayBeginWithAByteOrderMark(@TempDir Path directory) throws Exception {
    Files.writeString(directory.resolve("a job!.yml"), "\uFEFF" + LEAST);
    JobFile job =
        JobFiles.load(Path.of("a job!.yml"), Overrides.NONE, Surroundings.of(directory, 1));
    assertThat(job.name()).isEqualTo("a job-");
    assertThat(job.worker().directory()).isEqualTo(directory);
  }

  @Test
  void aControlCharacterIsRefusedWithItsLine() {
    assertThatThrownBy(() -> Ada.read("name: x\nworker: \u0001"))
        .isInstanceOf(JobFileException.class)
        .hasMessage("jobs/docbuild.yaml:2: is not valid YAML: the character U+0001 is not allowed");
  }

  @Test
  void aFileThatWouldFillTheMemoryIsRefused() {
    assertThatThrownBy(() -> Ada.read("a: [" + "1,".repeat(200_001) + "]"))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("more than 200,000 values");
    assertThatThrownBy(() -> Ada.read("a: " + "[".repeat(100_000)))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("nested more than 64 deep");
    assertThatThrownBy(() -> Ada.read("a".repeat(17 << 20)))
        .isInstanceOf(JobFileException.class)
        .hasMessageContaining("longer than 16 Mi characters");
  }

  @Test
  void aFloodOfProblemsEndsWithTheirNumber() {
    assertThatThrownBy(() ->
            Ada.read("worker: { python: a:b }\ntasks:\n  inline:\n" + "  - .inf\n".repeat(150)))
        .isInstanceOfSatisfying(
            JobFileException.class,
            e ->
                assertThat(e.lines())
                    .hasSize(101)
                    .endsWith("jobs/docbuild.yaml:103: and 50 more problems"));
  }

  @Test
  void filesThatCannotBeLoadedAreNamed(@TempDir Path directory) throws Exception {
    Files.write(directory.resolve("latin.yaml"), "name: ä".getBytes(StandardCharsets.ISO_8859_1));
    Surroundings around = Surroundings.of(directory, 1);
    assertThatThrownBy(() -> JobFiles.load(Path.of("no.yaml"), Overrides.NONE, around))
        .isInstanceOf(JobFileException.class)
        .hasMessage("no.yaml: there is no such file; check the path");
    assertThatThrownBy(() -> JobFiles.load(Path.of("latin.yaml"), Overrides.NONE, around))
        .isInstanceOf(JobFileException.class)
        .hasMessage("latin.yaml: is not UTF-8; save it as UTF-8");
    assertThatThrownBy(() -> JobFiles.load(Path.of("."), Overrides.NONE, around))
        .isInstanceOf(JobFileException.class)
        .hasMessage(".: is a directory; name a job file");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          tasks: { lines: words.txt }
          tasks: { jsonl: words.txt }
          tasks: { glob: "[a-z]*/**/{x,y}.md" }
          tasks: { range: -3..9 }
          tasks: { stdin: jsonl }
          tasks: { inline: [] }
          tasks: { inline: [1, 1e3, x, {a: [true, ~]}, "\\u0085\\u2028\\e", "☃😀", " - x: # y"] }
          """)
  void resolvedJobsAreReadBackEqual(String tasks) throws Exception {
    JobFile job =
        Ada.read(ALL.replace("tasks: { csv: table.csv }", tasks))
            .withSources(List.of(new SourceFile(Path.of("/x y/\"z\""), 123, "ab".repeat(32))));
    String text = JobFileWriter.text(job);
    assertThat(JobFiles.read(Path.of("/elsewhere/job.yaml"), text, Overrides.NONE, Ada.MACHINE))
        .as(text)
        .isEqualTo(job);
    assertThat(Ada.read(JobFileWriter.text(Ada.read(LEAST)))).isEqualTo(Ada.read(LEAST));
  }

  @Test
  void anyResolvedJobIsReadBackEqual() throws Exception {
    for (int seed = 0; seed < 2_000; seed++) {
      JobFile job = new RandomJobs(seed).next();
      String text = JobFileWriter.text(job);
      assertThat(JobFiles.read(Path.of("/elsewhere/job.yaml"), text, Overrides.NONE, Ada.MACHINE))
          .as("seed %d:%n%s", seed, text)
          .isEqualTo(job);
    }
  }

  @Test
  void resolvedJobsShowEveryDefault() throws Exception {
    assertThat(JobFileWriter.text(Ada.read(LEAST)))
        .isEqualTo(
            """
            # The job as it was resolved when it began: defaults filled in, paths absolute.
            name: "docbuild"
            worker:
              python: "docs.build:one_document"
              start: spawn
              directory: "/home/ada/jobs"
              environment: {}
              count: 8
            tasks: { lines: "/home/ada/jobs/documents.txt" }
            limits:
              task-timeout: none
              soft-timeout: none
              hang-after: 1m
              on-hang: report
              memory: none
              recycle-memory: none
              recycle-tasks: none
              message: 64MiB
            retry: { lost: 2, failed: 0, timed-out: 0, quarantine-after: 3 }
            restart: { most: 5, within: 30s, backoff: 100ms..10s }
            stop: { grace: 5s, on-failure: continue }
            record: { sync: 200ms }
            """);
  }
}
