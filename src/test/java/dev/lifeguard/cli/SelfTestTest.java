package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.MachineCheck.Allows;
import dev.lifeguard.testing.NotOnWindows;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the self-test of an installation tells, on the real program.
@NotOnWindows
class SelfTestTest {
  @TempDir private Path directory;

  @Test
  void poolDeathRecoveryAndWindowAreOneLineEach() throws Exception {
    Program program =
        Program.start(directory, Map.of("JAVA_TOOL_OPTIONS", temporary()), "--self-test");
    assertThat(program.await()).as(program::out).isZero();
    assertThat(program.out().lines())
        .map(line -> line.split(":", -1)[0])
        .containsExactly(
            "ok    program",
            "ok    worker",
            "ok    pool",
            "ok    death",
            "ok    recovery",
            "ok    window",
            "Lifeguard works here.");
    assertThat(program.out())
        .contains("Python 3")
        .contains("was killed by signal 9 (SIGKILL), not sent by Lifeguard")
        .contains("1280x800");
    assertNothingIsLeft();
  }

  @Test
  void shellDoesTheWorkWhereThereIsNoPython() throws Exception {
    Program program =
        Program.start(
            directory,
            Map.of("JAVA_TOOL_OPTIONS", temporary(), "VIRTUAL_ENV", brokenPython()),
            "--self-test");
    assertThat(program.await()).as(program::out).isZero();
    assertThat(program.out())
        .contains("less  worker: there is no Python, so a command of the shell runs the tasks.")
        .contains("12 of 12 tasks are done")
        .contains("was killed by signal 9 (SIGKILL), not sent by Lifeguard")
        .endsWith("Lifeguard works here.\n");
    assertNothingIsLeft();
  }

  @Test
  void missingTemporaryDirectoryIsNamed() throws Exception {
    Program program =
        Program.start(
            directory, Map.of("JAVA_TOOL_OPTIONS", "-Djava.io.tmpdir=/nowhere"), "--self-test");
    assertThat(program.await()).isEqualTo(4);
    assertThat(program.err()).contains("lifeguard: the temporary directory /nowhere");
    assertThat(program.out()).isEmpty();
  }

  @Test
  void deathThatNobodyTellsIsAFailure() {
    assertThat(SelfTestFindings.of(new JobModel()))
        .extracting(MachineCheck::name, MachineCheck::allows, MachineCheck::finding)
        .containsExactly(
            tuple("pool", Allows.NOTHING, "0 of 12 tasks are done by 0 workers"),
            tuple("death", Allows.NOTHING, "one worker was killed, and 0 deaths are told"));
  }

  @Test
  void emptyPictureIsNoWindow() throws IOException {
    Path picture = directory.resolve("white.png");
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    try (var out = new DeflaterOutputStream(pixels)) {
      out.write(new byte[20 * (1 + 3 * 30)]);
    }
    try (var out = new DataOutputStream(Files.newOutputStream(picture))) {
      out.write(new byte[8]);
      chunk(out, "IHDR", ByteBuffer.allocate(13).putInt(30).putInt(20).array());
      chunk(out, "IDAT", pixels.toByteArray());
      chunk(out, "IEND", new byte[0]);
    }
    assertThat(PictureCheck.of(picture, 30, 20).finding())
        .isEqualTo("its picture is 30x20 pixels in 1 colours, which is no window");
    assertThat(PictureCheck.of(picture, 40, 20).allows()).isEqualTo(Allows.NOTHING);
  }

  private static void chunk(DataOutputStream out, String type, byte[] content) throws IOException {
    out.writeInt(content.length);
    out.writeBytes(type);
    out.write(content);
    out.writeInt(0);
  }

  /// An interpreter that is there and does not run.
  private String brokenPython() throws IOException {
    Path python = directory.resolve("venv/bin/python");
    Files.createDirectories(python.getParent());
    Files.writeString(python, "#!/bin/sh\nexit 1\n");
    assertThat(python.toFile().setExecutable(true)).isTrue();
    return directory.resolve("venv").toString();
  }

  private String temporary() {
    return "-Djava.io.tmpdir=" + directory;
  }

  private void assertNothingIsLeft() throws IOException {
    try (var left = Files.list(directory)) {
      assertThat(left.map(it -> it.getFileName().toString()))
          .noneMatch(name -> name.startsWith("lifeguard-self-test"));
    }
  }
}
