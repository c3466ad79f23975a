package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Expectation;
import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import dev.lifeguard.testing.NotOnWindows;
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
@NotOnWindows
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
    List<List<Act>> scenes =
        switch (scenario.order()) {
          case ONE_BY_ONE -> scenario.acts().stream().map(List::of).toList();
          case SIDE_BY_SIDE -> List.of(scenario.acts());
        };
    for (List<Act> scene : scenes) {
      Path files = Files.createTempDirectory(home, "files");
      List<DemoAct> onStage = new ArrayList<>();
      for (Act act : scene) {
        onStage.add(begin(act, starter, files));
      }
      for (DemoAct act : onStage) {
        await(act);
        act.act()
            .expectations()
            .forEach(each -> shown.add(new Shown(each, each.check(act.witness()))));
      }
      assertThat(files).as("what is left of " + scenario.name()).isEmptyDirectory();
    }
    return shown;
  }

  private static DemoAct begin(Act act, JobStarter starter, Path files) throws JobStarter.Refusal {
    return switch (act.stage()) {
      case OWN -> {
        DemoRun demo = DemoRun.prepare(act, starter, files);
        demo.run().start();
        yield demo;
      }
      case FOREIGN -> {
        DemoProgram program = DemoProgram.prepare(act, System.getenv(), files);
        program.begin();
        yield program;
      }
    };
  }

  private static void await(DemoAct act) throws Exception {
    if (act instanceof DemoProgram program) {
      try {
        program.concluded().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        program.end();
      } finally {
        program.close();
      }
    }
    act.finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
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
