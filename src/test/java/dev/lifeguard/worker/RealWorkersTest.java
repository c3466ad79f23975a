package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.probe.windows.WindowsLab;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The port's workers and commands as real processes of Windows in real job objects: under Wine, or
/// on Windows itself.
@Tag("wine")
final class RealWorkersTest {
  private static final int SIGKILL = 9;
  private static final int SIGTERM = 15;
  private static final int SIGCONT = 18;
  private static final int SIGSTOP = 19;
  private static final int ACCESS_VIOLATION = 0xC0000005;

  @TempDir private Path directory;
  private Optional<WindowsLab.Jobs> jobs = Optional.empty();
  private Optional<LivePort> port = Optional.empty();

  @AfterEach
  void close() throws Exception {
    port.ifPresent(LivePort::close);
    if (jobs.isPresent()) {
      jobs.get().close();
    }
  }

  private LivePort workers() throws Exception {
    WindowsLab.Jobs made = WindowsLab.jobs("worker");
    return open(made, new WorkerSettings.Program.Protocol(List.of(made.program().toString())));
  }

  private LivePort commands(String... words) throws Exception {
    WindowsLab.Jobs made = WindowsLab.jobs("victim");
    List<String> line = new ArrayList<>(List.of(words));
    line.addFirst(made.program().toString());
    return open(made, new WorkerSettings.Program.Command(line, true));
  }

  private LivePort open(WindowsLab.Jobs opened, WorkerSettings.Program program) {
    jobs = Optional.of(opened);
    LivePort live = LivePort.inJobs(opened.all(), LivePort.settings(directory, program));
    port = Optional.of(live);
    return live;
  }

  @Test
  void workerIsAnsweredAndStopped() throws Exception {
    LivePort live = workers();
    ProcessIdentity worker = live.start(1);
    assertThat(worker.startedAtMillis()).isPositive();
    String large = "\"" + "ü".repeat(300_000) + "\"";
    assertThat(live.ask(1, "[1, \"two words\"]")).isEqualTo("[1, \"two words\"]");
    assertThat(live.ask(1, large)).isEqualTo(large);
    for (int task : IntStream.range(0, 50).toArray()) {
      assertThat(live.ask(1, Integer.toString(task))).isEqualTo(Integer.toString(task));
    }
    live.port().stop(1);
    assertThat(live.end(1)).isEqualTo(new ExitStatus.Windows(0));
    assertThat(live.facts().count("bye")).isOne();
  }

  @Test
  void crashIsToldByItsCode() throws Exception {
    LivePort live = workers();
    live.start(1);
    live.give(1, "\"crash\"");
    assertThat(live.end(1)).isEqualTo(new ExitStatus.Windows(ACCESS_VIOLATION));
    assertThat(live.facts().count("bye")).isZero();
  }

  @Test
  void killedWorkerTakesItsChildrenWithIt() throws Exception {
    LivePort live = workers();
    live.start(1);
    live.ask(1, "\"family\"");
    live.until(() -> live.facts().lines(1).stream().anyMatch(it -> it.startsWith("child ")));
    long child =
        Long.parseLong(
            live.facts().lines(1).stream()
                .filter(it -> it.startsWith("child "))
                .findFirst()
                .orElseThrow()
                .substring("child ".length())
                .strip());
    assertThat(members(1)).contains(child);
    assertThat(live.port().signal(1, SIGTERM)).isTrue();
    assertThat(live.end(1)).isEqualTo(new ExitStatus.Windows(WorkerJobs.KILLED));
    live.until(() -> members(1).isEmpty());
  }

  private List<Long> members(int worker) {
    return jobs.orElseThrow().all().members(worker).stream().map(ProcessIdentity::pid).toList();
  }

  @Test
  void suspendedWorkerAnswersWhenItIsResumed() throws Exception {
    LivePort live = workers();
    live.start(1);
    assertThat(live.port().signal(1, SIGSTOP)).isTrue();
    live.give(1, "7");
    // Another one has time to start and to answer, this one has not.
    live.start(2);
    live.port().run(2, 99, 1, Payload.of("8"));
    live.until(() -> live.facts().count("answer") == 1);
    assertThat(live.facts().first("answer", 1)).isEmpty();
    assertThat(live.port().signal(1, SIGCONT)).isTrue();
    live.until(() -> live.facts().first("answer", 1).isPresent());
  }

  @Test
  void commandAnswersByItsExitCodeAndOutput() throws Exception {
    LivePort live = commands("echo");
    live.port().spawn(1);
    live.await("ready", 1);
    assertThat(live.ask(1, "[1, 2]"))
        .asString()
        .startsWith("{\"exitCode\":0,")
        .contains("[1, 2]", "that was all");
  }

  @Test
  void commandFailsByItsCodeAndDiesOfACrash() throws Exception {
    LivePort live = commands("{}", "3");
    live.port().spawn(1);
    live.await("ready", 1);
    assertThat(live.askFailing(1, "\"exit\"").message()).isEqualTo("exit code 3");
    live.give(1, "\"read-nothing\"");
    assertThat(live.end(1)).isEqualTo(new ExitStatus.Windows(ACCESS_VIOLATION));
  }

  @Test
  void killedCommandIsADeathByOurHand() throws Exception {
    LivePort live = commands("{}");
    live.port().spawn(1);
    live.await("ready", 1);
    live.give(1, "\"grandparent\"");
    live.await("spawned", 1);
    live.until(() -> members(1).size() >= 3);
    assertThat(live.port().signal(1, SIGKILL)).isTrue();
    assertThat(live.end(1)).isEqualTo(new ExitStatus.Windows(WorkerJobs.KILLED));
    live.until(() -> members(1).isEmpty());
  }
}
