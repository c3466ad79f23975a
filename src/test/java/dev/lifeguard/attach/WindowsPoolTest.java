package dev.lifeguard.attach;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.WindowsCode;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.TreeFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Pools on Windows, where command lines and the tree are all there is to see.
final class WindowsPoolTest {
  private static final String PYTHON = "C:\\Users\\Ada\\Python313\\python.exe";

  private final List<ProcessFacts> processes = new ArrayList<>();

  private WindowsPoolTest process(long pid, long parent, String executable, String... arguments) {
    List<String> command = new ArrayList<>(List.of(executable));
    command.addAll(List.of(arguments));
    processes.add(
        new ProcessFacts(
            new ProcessIdentity(pid, pid, pid),
            parent,
            executable.substring(executable.lastIndexOf('\\') + 1),
            command,
            executable,
            RunState.SLEEPING,
            List.of(),
            7,
            Optional.empty(),
            List.of(),
            -1));
    return this;
  }

  /// As CPython writes it (`multiprocessing/spawn.py`, get_command_line).
  private WindowsPoolTest spawned(long pid, long parent) {
    String code =
        "from multiprocessing.spawn import spawn_main; spawn_main(parent_pid=%d, pipe_handle=560)"
            .formatted(parent);
    return process(pid, parent, PYTHON, "-c", code, "--multiprocessing-fork");
  }

  private Optional<FoundPool> found() {
    return Recognition.of(new TreeFacts(0, processes));
  }

  @Test
  void spawnedWorkersAreKnownByTheirCommandLines() {
    process(100, 1, "C:\\venv\\Scripts\\python.exe", "job.py");
    process(101, 100, "C:\\Windows\\System32\\conhost.exe", "0x4");
    // What a launcher has started is the manager.
    process(110, 100, PYTHON, "job.py");
    spawned(111, 110);
    spawned(112, 110);
    process(113, 110, PYTHON, "other.py");
    process(114, 111, "C:\\tools\\convert.exe", "a.png");

    FoundPool pool = found().orElseThrow();

    assertThat(pool.manager().pid()).isEqualTo(110);
    assertThat(pool.kind())
        .as("Pool and ProcessPoolExecutor look alike")
        .isEqualTo(PoolKind.GENERIC);
    assertThat(pool.workers()).containsExactly(111L, 112L);
    assertThat(pool.reason()).startsWith("2 of its children were spawned by multiprocessing");
    assertThat(pool.roleOf(114)).isEqualTo(ProcessRole.DESCENDANT);
  }

  @Test
  void oneSpawnedWorkerIsAPoolAndOnesOfAnotherParentAreNot() {
    process(100, 1, PYTHON, "job.py");
    spawned(111, 100);
    assertThat(found().orElseThrow().workers()).containsExactly(111L);

    processes.clear();
    process(100, 1, PYTHON, "job.py");
    String code =
        "from multiprocessing.spawn import spawn_main; spawn_main(parent_pid=99, pipe_handle=1)";
    process(111, 100, PYTHON, "-c", code, "--multiprocessing-fork");
    assertThat(found()).isEmpty();
  }

  @Test
  void alikeChildrenAreAPoolAndTheirConsolesAreNot() {
    process(100, 1, "C:\\make\\make.exe", "-j2");
    process(101, 100, "C:\\Windows\\System32\\conhost.exe", "0x4");
    process(102, 100, "C:\\Windows\\System32\\conhost.exe", "0x4");
    assertThat(found()).as("two consoles").isEmpty();

    process(103, 100, "C:\\gcc\\gcc.exe", "-c", "a.c");
    process(104, 100, "C:\\gcc\\gcc.exe", "-c", "b.c");
    FoundPool pool = found().orElseThrow();
    assertThat(pool.workers()).containsExactly(103L, 104L);
    assertThat(pool.roleOf(101)).isEqualTo(ProcessRole.HELPER);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|false|ended with code 0 (also the code of a process that ends because its job object was"
            + " closed)",
        "1|true|ended with code 1 (Windows does not tell whether it ended itself so or was"
            + " terminated from outside)",
        "65536|true|ended with code 65536 (as Process.terminate() of Python's multiprocessing ends"
            + " it)",
        "-1073741819|true|ended with code 0xC0000005 (access violation)",
        "7|true|ended with code 7"
      })
  void endOfAForeignWorkerIsToldByItsCode(int code, boolean abnormal, String words) {
    Death death =
        new Death(
            new ProcessIdentity(1, 1, 1),
            new ExitStatus.Windows(code),
            WorkerActivity.BUSY,
            false,
            0,
            0,
            false,
            0);
    assertThat(death.words()).isEqualTo(words);
    assertThat(death.isAbnormal()).isEqualTo(abnormal);
  }

  @Test
  void deathByOurHandIsKnownByItsCode() {
    assertThat(Death.words(new ExitStatus.Windows(WindowsCode.ENDED_BY_LIFEGUARD)))
        .contains("terminated by Lifeguard");
  }
}
