package dev.lifeguard.cli;

import dev.lifeguard.gui.common.Appearance;
import dev.lifeguard.gui.common.Theme;
import dev.lifeguard.gui.shell.Screenshot;
import dev.lifeguard.gui.shell.Toolkit;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.jobfile.JobFileException;
import dev.lifeguard.probe.Variables;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// `lifeguard --self-test`: whether this installation works on this machine. A small pool runs, a
/// stranger kills one of its workers, and the window is drawn into a picture; each is looked at and
/// told in one line. Needs no display and no Python, and leaves nothing behind when all is well.
final class SelfTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int WIDTH = 1280;
  private static final int HEIGHT = 800;

  private final Path scratch;
  private final PrintStream out;
  private MachineCheck.Allows worst = MachineCheck.Allows.ALL;

  private SelfTest(Path scratch, PrintStream out) {
    this.scratch = scratch;
    this.out = out;
  }

  /// Runs all checks.
  ///
  /// @return the exit status of the program
  static int run(PrintStream out) {
    Path scratch;
    try {
      scratch = Files.createTempDirectory("lifeguard-self-test-");
    } catch (IOException e) {
      Main.complain(
          "the temporary directory "
              + System.getProperty("java.io.tmpdir")
              + " cannot be written to: "
              + RunWiring.reason(e));
      return Main.LACKS_SOMETHING;
    }
    SelfTest test = new SelfTest(scratch, out);
    test.check();
    if (test.isWell()) {
      DemoRun.remove(scratch);
      out.println("Lifeguard works here.");
      return 0;
    }
    out.println("Lifeguard does not work here as it should; what it did is in " + scratch + ".");
    return 1;
  }

  private boolean isWell() {
    return worst != MachineCheck.Allows.NOTHING;
  }

  private void check() {
    tell(program());
    Optional<String> python = new ProgramChecks(Variables.own()).pythonVersion();
    tell(worker(python));
    Optional<JobModel> model = ranPool(python.isPresent());
    if (model.isPresent()) {
      SelfTestFindings.of(model.get()).forEach(this::tell);
      tell(window());
    }
  }

  private void tell(MachineCheck check) {
    worst = check.allows().compareTo(worst) > 0 ? check.allows() : worst;
    out.println(DoctorCommand.line(check));
    out.flush();
  }

  private static MachineCheck program() {
    String form =
        ModuleLayer.boot()
            .configuration()
            .findModule("dev.lifeguard")
            .flatMap(module -> module.reference().location())
            .map(URI::getScheme)
            .filter("jrt"::equals)
            .map(_ -> "with a Java of its own")
            .orElse("on a Java of this machine");
    return MachineCheck.all(
        "program", "lifeguard " + Version.text() + " " + form + ", " + Runtime.version());
  }

  private static MachineCheck worker(Optional<String> python) {
    return python
        .map(version -> MachineCheck.all("worker", version + " runs the tasks"))
        .orElseGet(() ->
            MachineCheck.wanting(
                "worker",
                MachineCheck.Allows.LESS,
                "there is no Python, so a command of the shell runs the tasks",
                "for Python workers install Python 3.8 or newer"));
  }

  /// Runs the job with the stranger in it; without an answer this was told.
  private Optional<JobModel> ranPool(boolean python) {
    try {
      JobRun run = SelfTestJob.prepare(scratch, runDirectory(), python);
      Interrupts.catchAll(run.engine()::interrupt);
      run.engine().subscribe(new SelfTestStranger());
      run.start();
      return Optional.of(
          run.finished().copy().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join().model());
    } catch (JobStarter.Refusal e) {
      tell(failed("pool", String.join("; ", e.lines())));
    } catch (JobFileException e) {
      tell(failed("pool", String.join("; ", e.lines())));
    } catch (IOException e) {
      tell(failed("pool", "its files cannot be written: " + RunWiring.reason(e)));
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof TimeoutException)) {
        throw e;
      }
      tell(failed("pool", "it did not end within " + PATIENCE.toSeconds() + " seconds"));
    }
    return Optional.empty();
  }

  private Path runDirectory() {
    return scratch.resolve("run");
  }

  /// Opens the recording of the pool in the real window and draws it.
  private MachineCheck window() {
    Path picture = scratch.resolve("window.png");
    // Settings of its own: the user's have no part in this.
    var settings = new SettingsFile(scratch.resolve("settings.json"));
    DesktopWorkbench workbench = new DesktopWorkbench(JobStarter.here(), scratch, settings);
    var request =
        new Screenshot.Request(
            picture, WIDTH, HEIGHT, Theme.LIGHT, Appearance.USUAL_FONT_SIZE, List.of(), LOOK);
    Toolkit.Outcome outcome =
        Screenshot.take(workbench, Optional.of(() -> workbench.open(runDirectory())), request);
    Optional<String> obstacle = Desktop.sentence(outcome);
    if (obstacle.isPresent()) {
      return failed("window", obstacle.get());
    }
    try {
      return PictureCheck.of(picture, WIDTH, HEIGHT);
    } catch (IOException e) {
      return failed("window", "its picture cannot be read back: " + RunWiring.reason(e));
    }
  }

  static MachineCheck failed(String name, String finding) {
    return new MachineCheck(name, MachineCheck.Allows.NOTHING, finding, Optional.empty());
  }
}
