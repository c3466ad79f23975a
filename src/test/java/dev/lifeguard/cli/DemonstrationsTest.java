package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.demo.Act;
import dev.lifeguard.demo.Expectation;
import dev.lifeguard.demo.Scenario;
import dev.lifeguard.demo.Scenarios;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    for (Scenario scenario : Scenarios.all()) {
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
      DemoRun demo = DemoRun.prepare(act, starter, files);
      demo.run().start();
      demo.run().finished().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      for (Expectation expectation : act.expectations()) {
        shown.add(new Shown(expectation, expectation.check(demo.witness())));
      }
      assertThat(files).as("what is left of " + scenario.name()).isEmptyDirectory();
    }
    return shown;
  }

  @Test
  void listNamesThemAll() throws Exception {
    Program program = Program.start(directory, "demo");
    assertThat(program.await()).isZero();
    assertThat(program.out())
        .contains(Scenarios.all().stream().map(Scenario::name).toArray(String[]::new));
  }
}
