package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.Probes;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A signal from outside reaches the very process that was on the screen, or nobody.
@Timeout(60)
@SuppressWarnings("NullAway.Init") // JUnit calls start() before every test.
final class StrikeTest {
  private static final int SIGSEGV = 11;

  /// What Java makes of the end by a signal.
  private static final int SIGNALLED = 128;

  @TempDir private Path directory;
  private DesktopWorkbench workbench;
  private Process victim;

  @BeforeEach
  void start() throws Exception {
    JobStarter starter = new JobStarter(Map.of(), directory, InputStream.nullInputStream());
    SettingsFile settings = new SettingsFile(directory.resolve("settings.json"));
    workbench = new DesktopWorkbench(starter, directory, settings);
    victim = new ProcessBuilder("sleep", "600").start();
  }

  @AfterEach
  void end() {
    victim.destroyForcibly();
  }

  @Test
  void processOnTheScreenIsStruck() throws Exception {
    assertThat(workbench.strike(identity(), SIGSEGV)).isEqualTo(new CommandAnswer.Accepted());
    assertThat(victim.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(victim.exitValue()).isEqualTo(SIGNALLED + SIGSEGV);
  }

  @Test
  void laterProcessOfTheSameNumberIsLeftAlone() {
    ProcessIdentity now = identity();
    ProcessIdentity earlier = new ProcessIdentity(now.pid(), now.startTicks() - 1, 0);
    assertThat(workbench.strike(earlier, SIGSEGV))
        .isEqualTo(new CommandAnswer.Refused("Process " + now.pid() + " has ended"));
    assertThat(victim.isAlive()).isTrue();
  }

  private ProcessIdentity identity() {
    return Probes.forThisSystem().identity(victim.pid()).orElseThrow();
  }
}
