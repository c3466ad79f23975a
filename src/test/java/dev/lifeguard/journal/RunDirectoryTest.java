package dev.lifeguard.journal;

import static dev.lifeguard.journal.Tries.done;
import static dev.lifeguard.journal.Tries.refused;
import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.testing.NotOnWindows;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.LocalDateTime;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NotOnWindows
final class RunDirectoryTest {
  private static final LocalDateTime NOW = LocalDateTime.of(2026, 11, 20, 11, 40, 5);

  @TempDir Path scratch;

  @Test
  void rootFollowsTheStateDirectoryOfTheEnvironment() {
    Path home = Path.of("/home/ada");

    assertThat(RunDirectory.runsRoot(Map.of(), home))
        .isEqualTo(Path.of("/home/ada/.local/state/lifeguard/runs"));
    assertThat(RunDirectory.runsRoot(Map.of("XDG_STATE_HOME", "/var/x"), home))
        .isEqualTo(Path.of("/var/x/lifeguard/runs"));
    assertThat(RunDirectory.runsRoot(Map.of("XDG_STATE_HOME", "relative"), home))
        .as("a relative path is to be ignored")
        .isEqualTo(Path.of("/home/ada/.local/state/lifeguard/runs"));
  }

  @Test
  void runsOfWindowsAreNotInTheDirectoryOfTheInstalledProgram() {
    Path local = Path.of("/c/Users/Ada/AppData/Local");

    Path runs = RunDirectory.runsRoot(Map.of("LOCALAPPDATA", local.toString()), local);

    assertThat(runs).isEqualTo(local.resolve("dev.lifeguard").resolve("runs"));
    assertThat(local.relativize(runs).getName(0).toString()).isNotEqualToIgnoringCase("Lifeguard");
    assertThat(
            RunDirectory.runsRoot(
                Map.of("LOCALAPPDATA", local.toString(), "XDG_STATE_HOME", "/var/x"), local))
        .isEqualTo(Path.of("/var/x/lifeguard/runs"));
  }

  @Test
  void freshDirectoryHasNameAndTimeAndIsForItsOwnerOnly() throws IOException {
    RunDirectory run = done(RunDirectory.create(scratch.resolve("a/b"), "docbuild", NOW));

    assertThat(run.path()).isEqualTo(scratch.resolve("a/b/docbuild-20261120-114005"));
    for (Path made : new Path[] {scratch.resolve("a"), run.path(), run.outputDirectory()}) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(made)))
          .as(made.toString())
          .isEqualTo("rwx------");
    }
  }

  @Test
  void takenNameGetsANumber() {
    done(RunDirectory.create(scratch, "docbuild", NOW));

    assertThat(done(RunDirectory.create(scratch, "docbuild", NOW)).path())
        .hasFileName("docbuild-20261120-114005-2");
  }

  @Test
  void nameOfAJobCannotLeaveTheRoot() {
    assertThat(done(RunDirectory.create(scratch, "../../etc/pass wd", NOW)).path())
        .hasParent(scratch)
        .hasFileName("etc-pass-wd-20261120-114005");
    assertThat(done(RunDirectory.create(scratch, "///", NOW)).path())
        .hasFileName("run-20261120-114005");
  }

  @Test
  void givenDirectoryMayBeAbsentOrEmptyButNotInUse() throws IOException {
    Path given = scratch.resolve("x/mine");
    done(RunDirectory.createAt(given));

    assertThat(given.resolve("output")).isDirectory();
    assertThat(refused(RunDirectory.createAt(given)))
        .isEqualTo(
            "The run directory "
                + given
                + " is not empty; name one that is empty or does not exist");
    Path empty = Files.createDirectory(scratch.resolve("empty"));
    Files.setPosixFilePermissions(empty, PosixFilePermissions.fromString("rwxr-xr-x"));
    assertThat(done(RunDirectory.createAt(empty)).path()).isEqualTo(empty);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(empty)))
        .as("what is recorded there is for its owner only")
        .isEqualTo("rwx------");
  }

  @Test
  void placeThatCannotBeWrittenIsNamedWithARemedy() throws IOException {
    Path file = Files.createFile(scratch.resolve("file"));

    assertThat(refused(RunDirectory.createAt(file.resolve("run"))))
        .startsWith("Lifeguard cannot create the run directory " + file + "/run: ")
        .endsWith("; make it writable for you, or name another place with --run-dir");
    assertThat(refused(RunDirectory.create(Path.of("/proc/1"), "job", NOW)))
        .startsWith("Lifeguard cannot create a run directory in /proc/1: ")
        .doesNotContain("\n", "Exception");
  }

  @Test
  void secondSupervisorIsRefusedWithTheFirstOnesPid() {
    RunDirectory run = done(RunDirectory.create(scratch, "job", NOW));
    try (RunLock first = done(run.lock())) {
      assertThat(first).isNotNull();
      assertThat(refused(run.lock())).contains("in the hands of another supervisor (this process)");
      assertThat(run.isLive()).isTrue();
    }
    assertThat(run.isLive()).isFalse();
    done(run.lock()).close();
  }

  @Test
  void askingDoesNotTakeTheLockAway() throws IOException {
    RunDirectory run = done(RunDirectory.create(scratch, "job", NOW));
    try (RunLock _ = done(run.lock())) {
      assertThat(run.isLive()).isTrue();
      // Linux drops a lock when any descriptor of the file is closed in the process that holds it.
      Process other = LockHolder.start(run.path());
      assertThat(other.inputReader().readLine()).startsWith("The run in ").contains("(pid ");
    }
  }

  @Test
  void lockOfAKilledSupervisorIsFree() throws IOException {
    RunDirectory run = done(RunDirectory.create(scratch, "job", NOW));
    Process other = LockHolder.start(run.path());
    try {
      assertThat(other.inputReader().readLine()).isEqualTo("held");
      assertThat(run.isLive()).isTrue();
      assertThat(refused(run.lock())).contains("another supervisor (pid " + other.pid() + ")");
    } finally {
      other.destroyForcibly();
    }
    await().until(() -> !run.isLive());
    done(run.lock()).close();
  }
}
