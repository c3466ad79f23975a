package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Real workers whose tasks write damaged messages where the answers belong, each time others.
/// Whatever it is, their worker is replaced, and every task is done in the end.
@Timeout(120)
class GarbageTest {
  private static final int TASKS = 80;

  /// The first attempt writes a message, good but for up to three bytes, or a piece of one, and
  /// then its own answer as if nothing had happened.
  private static final String WORK =
      """
      import os, random, struct
      import chaos

      def work(item):
          try:
              os.mkdir("struck-%d" % item)
          except FileExistsError:
              return item
          dice = random.Random(item)
          payload = dice.choice([b'"x"', b'{"protocol":1}', b"[1,\\n2]", b"", b"\\xff", b'"' * 3])
          noise = bytearray(
              struct.pack(
                  ">4sB3xIII",
                  b"LGP1",
                  dice.randrange(10),
                  dice.choice([0, 1, item + 1, 2 ** 31]),
                  dice.choice([0, 1, 2, 2 ** 31]),
                  dice.choice([len(payload), len(payload) + 1, 1000, 2 ** 26, 2 ** 32 - 1]),
              )
              + payload
          )
          for _ in range(dice.randrange(4)):
              noise[dice.randrange(len(noise))] = dice.randrange(256)
          os.write(chaos.protocol(), bytes(noise[: dice.choice([5, 19, 20, 200])]))
          return item
      """;

  @TempDir private Path directory;

  @Test
  void noDamagedMessageOfARealWorkerHarmsMoreThanItself() throws IOException {
    try (InputStream tasks = GarbageTest.class.getResourceAsStream("chaos.py")) {
      Files.write(directory.resolve("chaos.py"), tasks.readAllBytes());
    }
    TestRun run =
        TestRun.prepare(
            directory,
            WORK,
            "1.." + TASKS,
            "worker.count=2",
            "worker.interpreter=" + Python.executable(),
            "restart.most=1000",
            "restart.backoff=1ms..1ms",
            "retry.lost=10");
    JobRun.Ending ending = run.toTheEnd();
    JobModel model = ending.model();
    assertThat(ending.end().exitCode()).isZero();
    assertThat(model.count(TaskState.DONE)).isEqualTo(TASKS);
    Set<Integer> offended = new HashSet<>();
    for (Incident incident : model.incidents()) {
      assertThat(incident.cause().kind()).as(incident.sentence()).isEqualTo(CauseKind.PROTOCOL);
      assertThat(incident.sentence()).doesNotContain("\n").hasSizeLessThan(1_000);
      offended.add(incident.task().orElse(0));
    }
    assertThat(offended).hasSizeGreaterThan(TASKS / 2);
    run.results().forEach((task, line) -> assertThat(line.get("result").asInt()).isEqualTo(task));
  }
}
