package dev.lifeguard.cli;

import static dev.lifeguard.testing.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.Worker;
import dev.lifeguard.testing.NotOnWindows;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A worker may be killed at any moment of its life, and no more than the task in its hands is
/// affected. This is where every pool whose workers share one queue dies whole.
@NotOnWindows
@Timeout(300)
class KilledAtAnyMomentTest {
  private static final int SIGKILL = 9;
  private static final int SIGSTOP = 19;
  private static final int MIB = 1 << 20;

  /// `first` is true once in the whole job.
  private static final String HEAD =
      """
      import os, signal, time

      def first():
          try:
              os.mkdir("first")
              return True
          except FileExistsError:
              return False

      def note(name):
          with open("new-" + name, "w") as file:
              file.write(str(os.getpid()))
          os.rename("new-" + name, "pid-" + name)

      def wait_for(name):
          while not os.path.exists(name):
              time.sleep(0.01)

      write = os.write

      """;

  @TempDir private Path directory;

  @Test
  void whileItIsIdle() throws Exception {
    PipedOutputStream input = new PipedOutputStream();
    TestRun run = fed(input, "def work(item):\n    return len(item)\n", "worker.count=2");
    run.run().start();
    say(input, "a\nbb\n");
    await().until(() -> ask(run, model -> model.count(TaskState.DONE)) == 2);
    long victim = ask(run, model -> idle(model).getFirst());
    assertThat(Stranger.send(SIGKILL, victim)).isTrue();
    await().until(() -> ask(run, model -> model.incidents().size()) == 1);
    say(input, "ccc\ndddd\n");
    input.close();
    JobModel model = allDone(run, 4);
    assertThat(model.lostAttempts()).isZero();
    killed(model.incident(1), victim);
    assertThat(model.incident(1).task()).isEmpty();
    assertThat(run.result(4).get("result").asInt()).isEqualTo(4);
  }

  /// A stopped worker reads nothing, and a pipe holds 64 KiB (pipe(7)): most of the item cannot
  /// have left.
  @Test
  void whileAnItemIsHalfOnItsWay() throws Exception {
    PipedOutputStream input = new PipedOutputStream();
    TestRun run =
        fed(
            input,
            "def work(item):\n    return len(item)\n",
            "worker.count=1",
            "limits.message=64MiB");
    run.run().start();
    say(input, "a\n");
    await().until(() -> ask(run, model -> model.count(TaskState.DONE)) == 1);
    long victim = ask(run, model -> idle(model).getFirst());
    assertThat(Stranger.send(SIGSTOP, victim)).isTrue();
    say(input, "x".repeat(24 * MIB) + "\n");
    await().until(() -> ask(run, model -> model.count(TaskState.RUNNING)) == 1);
    assertThat(Stranger.send(SIGKILL, victim)).isTrue();
    say(input, "bb\n");
    input.close();
    JobModel model = allDone(run, 3);
    onlyOneWasAffected(model, victim, 2);
    assertThat(run.result(2).get("result").asInt()).isEqualTo(24 * MIB);
  }

  @Test
  void whileAResultIsHalfOnItsWay() throws Exception {
    dieInTheMiddleOfAResult(20 * MIB, "limits.message=64MiB");
  }

  @Test
  @Tag("proof")
  void whileAResultOf400MegabytesIsHalfOnItsWay() throws Exception {
    dieInTheMiddleOfAResult(400_000_000, "limits.message=512MiB");
  }

  private void dieInTheMiddleOfAResult(int bytes, String limit) throws IOException {
    String work =
        """
        def half(descriptor, data):
            if len(data) < 1000000:
                return write(descriptor, data)
            middle = len(data) // 2
            sent = 0
            while sent < middle:
                sent += write(descriptor, data[sent:min(middle, sent + 1000000)])
            note("dead")
            os.kill(os.getpid(), signal.SIGKILL)

        def work(item):
            if item == 3:
                if first():
                    os.write = half
                return "x" * %d
            return item
        """
            .formatted(bytes);
    TestRun run = TestRun.prepare(directory, HEAD + work, "1..8", "worker.count=2", limit);
    run.run().start();
    JobModel model = allDone(run, 8);
    onlyOneWasAffected(model, pid("dead"), 3);
    List<Integer> large = new ArrayList<>();
    try (BufferedReader lines = Files.newBufferedReader(directory.resolve("run/results.jsonl"))) {
      lines.lines().map(String::length).filter(length -> length > bytes).forEach(large::add);
    }
    assertThat(large).as("lines with the large result").hasSize(1);
  }

  /// The answer is in the pipe, the whole of it, and the next task perhaps as well.
  @Test
  void betweenAResultAndTheNextTask() {
    String work =
        """
        def last(descriptor, data):
            write(descriptor, data)
            note("dead")
            os.kill(os.getpid(), signal.SIGKILL)

        def work(item):
            if item == 5:
                os.write = last
            time.sleep(0.01)
            return item
        """;
    TestRun run = TestRun.prepare(directory, HEAD + work, "1..20", "worker.count=2");
    run.run().start();
    JobModel model = allDone(run, 20);
    killed(model.incident(1), pid("dead"));
    assertThat(model.incidents()).hasSize(1);
    assertThat(model.attempts(5)).as("the result in the pipe was kept").isEqualTo(1);
    assertThat(model.lostAttempts()).isLessThanOrEqualTo(1);
    assertThat(run.result(5).get("pid").asLong()).isEqualTo(pid("dead"));
  }

  @Test
  void whileItPreparesItself() throws Exception {
    String work =
        """
        def prepare():
            if first():
                note("slow")
                wait_for("never")

        def work(item):
            return item
        """;
    TestRun run =
        TestRun.prepare(
            directory, HEAD + work, "1..10", "worker.count=2", "worker.initializer=work:prepare");
    run.run().start();
    await().until(() -> Files.exists(directory.resolve("pid-slow")));
    assertThat(Stranger.send(SIGKILL, pid("slow"))).isTrue();
    JobModel model = allDone(run, 10);
    assertThat(model.lostAttempts()).isZero();
    killed(model.incident(1), pid("slow"));
    assertThat(model.incident(1).task()).isEmpty();
  }

  @Test
  void allOfThemAtTheSameMoment() throws Exception {
    String work =
        """
        def work(item):
            if not os.path.exists("go"):
                note(str(item))
                wait_for("go")
            return item
        """;
    TestRun run = TestRun.prepare(directory, HEAD + work, "1..40", "worker.count=4");
    run.run().start();
    await().until(() -> pids().size() == 4);
    List<Long> victims = pids();
    assertThat(Stranger.send(SIGKILL, victims.toArray(Long[]::new))).isTrue();
    Files.writeString(directory.resolve("go"), "");
    JobModel model = allDone(run, 40);
    assertThat(model.lostAttempts()).isEqualTo(4);
    assertThat(model.incidents())
        .extracting(each -> each.process().orElseThrow().pid())
        .containsExactlyInAnyOrderElementsOf(victims);
    assertThat(model.incidents()).allMatch(each -> each.task().orElseThrow() <= 4);
  }

  private TestRun fed(PipedOutputStream input, String work, String... settings) throws IOException {
    return TestRun.prepareFed(directory, work, new PipedInputStream(input, 64 << 10), settings);
  }

  private static void say(PipedOutputStream input, String text) throws IOException {
    input.write(text.getBytes(StandardCharsets.UTF_8));
    input.flush();
  }

  private static long ask(TestRun run, ToLongFunction<JobModel> question) {
    return run.run().engine().look(question::applyAsLong).toCompletableFuture().join();
  }

  private static List<Long> idle(JobModel model) {
    return model.workers().stream()
        .filter(worker -> !worker.isDead() && worker.task().isEmpty())
        .map(Worker::process)
        .flatMap(process -> process.stream())
        .map(process -> process.pid())
        .toList();
  }

  private static JobModel allDone(TestRun run, int tasks) {
    JobRun.Ending ending = run.ending();
    assertThat(ending.end().exitCode()).isZero();
    assertThat(ending.model().count(TaskState.DONE)).isEqualTo(tasks);
    return ending.model();
  }

  private static void onlyOneWasAffected(JobModel model, long victim, int task) {
    assertThat(model.incidents()).hasSize(1);
    killed(model.incident(1), victim);
    assertThat(model.incident(1).task()).hasValue(task);
    assertThat(model.attempts(task)).isEqualTo(2);
    assertThat(IntStream.rangeClosed(1, model.taskCount()).filter(it -> model.attempts(it) > 1))
        .as("tasks that were tried again")
        .containsExactly(task);
  }

  private static void killed(Incident incident, long victim) {
    assertThat(incident.process().orElseThrow().pid()).isEqualTo(victim);
    assertThat(incident.cause().kind()).isEqualTo(CauseKind.SIGNAL);
    assertThat(incident.cause().signal()).hasValue(SIGKILL);
  }

  private long pid(String name) {
    return Long.parseLong(read(directory.resolve("pid-" + name)));
  }

  private List<Long> pids() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("pid-"))
          .map(file -> Long.valueOf(read(file)))
          .toList();
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
