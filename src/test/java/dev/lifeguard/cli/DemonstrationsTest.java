package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Expectation;
import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.demo.Witness;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Every built-in demonstration keeps what it promises, with real processes.
final class DemonstrationsTest {
  /// Most of them wait for something most of the time.
  private static final int AT_ONCE = 4;

  private static final long PATIENCE_SECONDS = 60;

  @TempDir private static Path directory;

  private record Shown(Expectation expectation, Expectation.Finding finding) {}

  @TestFactory
  Stream<DynamicTest> keepsItsPromises() {
    ExecutorService stage =
        Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().factory());
    List<DynamicTest> tests = new ArrayList<>();
    // The longest are last in the list.
    for (Scenario scenario : Scenarios.all().reversed()) {
      Future<List<Shown>> shown = stage.submit(() -> show(scenario));
      tests.add(
          DynamicTest.dynamicTest(
              scenario.name(),
              () ->
                  assertThat(shown.get(PATIENCE_SECONDS, TimeUnit.SECONDS))
                      .isNotEmpty()
                      .allMatch(it -> it.finding().kept())));
    }
    stage.shutdown();
    return tests.stream();
  }

  private static List<Shown> show(Scenario scenario) throws Exception {
    Path home = Files.createDirectories(directory.resolve(scenario.name()));
    JobStarter starter = new JobStarter(System.getenv(), home, InputStream.nullInputStream());
    List<Shown> shown = new ArrayList<>();
    for (Act act : scenario.acts()) {
      Path files = Files.createTempDirectory(home, "files");
      Witness witness =
          switch (act.stage()) {
            case OWN -> run(DemoRun.prepare(act, starter, files));
            case FOREIGN -> watch(DemoProgram.prepare(act, System.getenv(), files));
          };
      for (Expectation expectation : act.expectations()) {
        shown.add(new Shown(expectation, expectation.check(witness)));
      }
      assertThat(files).as("what is left of " + scenario.name()).isEmptyDirectory();
    }
    return shown;
  }

  private static Witness run(DemoRun demo) throws Exception {
    demo.run().start();
    demo.run().finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    return demo.witness();
  }

  private static Witness watch(DemoProgram program) throws Exception {
    try {
      program.begin();
      program.concluded().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      program.end();
      return program.witness();
    } finally {
      program.close();
      program.finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
  }

  @Test
  void whatIsGivenUpBeforeItIsShownHasDoneNothingAndLeavesNothing() throws Exception {
    Path home = Files.createDirectories(directory.resolve("given-up"));
    Path files = Files.createDirectories(home.resolve("files"));
    JobStarter starter = new JobStarter(System.getenv(), home, InputStream.nullInputStream());
    Act act = Scenarios.named("exit").orElseThrow().acts().getFirst();
    DemoRun demo = DemoRun.prepare(act, starter, files);

    demo.discard();

    JobRun.Ending ending = demo.finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertThat(ending.model().attemptsStarted()).isZero();
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void programOfADemonstrationDoesNotOutliveItsWindow() throws Exception {
    Path files = Files.createDirectories(directory.resolve("program"));
    Act act = Scenarios.named("murder").orElseThrow().acts().getFirst();
    DemoProgram program = DemoProgram.prepare(act, System.getenv(), files);
    CompletableFuture<List<ProcessHandle>> workers = new CompletableFuture<>();
    program.subscribe(_ -> {
      List<ProcessHandle> alive =
          program.witness().model().workers().stream()
              .flatMap(worker -> worker.process().stream())
              .flatMap(process -> ProcessHandle.of(process.pid()).stream())
              .toList();
      if (!alive.isEmpty()) {
        workers.complete(alive);
      }
    });
    List<ProcessHandle> alive = workers.get(PATIENCE_SECONDS, TimeUnit.SECONDS);

    program.close();

    program.finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    for (ProcessHandle worker : alive) {
      worker.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
    assertThat(files).isEmptyDirectory();
  }

  @Test
  void listNamesThemAll() throws Exception {
    Program program = Program.start(directory, "demo");
    assertThat(program.await()).isZero();
    assertThat(program.out())
        .contains(Scenarios.all().stream().map(Scenario::name).toArray(String[]::new));
  }
}
