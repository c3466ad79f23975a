package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.job.Payload;
import dev.lifeguard.probe.linux.LinuxSys;
import dev.lifeguard.testing.NotOnWindows;
import dev.lifeguard.testing.Patience;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The kernel's own ENOMEM: a thread whose children belong to a process namespace that has ended
/// can start no further one (pid_namespaces(7)), whatever memory there is.
@NotOnWindows
final class ForkWithoutMemoryTest {
  private static final int CLONE_NEWPID = 0x20000000;

  @TempDir private Path directory;

  @Test
  void isToldWithTheRemedyAndTheRunnerGoesOnWhenItIsAsked() throws Exception {
    LinuxSys sys = LinuxSys.open().orElseThrow();
    SlotBoard board = new SlotBoard(sys);
    Wake wake = new Wake(sys.forAnotherThread());
    SlotInbox inbox = new SlotInbox(System::nanoTime, wake);
    SlotRunner runner = runner(board, inbox);
    // A thread for this alone: the namespace of its children stays with it.
    var left = new FutureTask<>(ForkWithoutMemoryTest::leaveProcessNamespace);
    Thread thread =
        Thread.ofPlatform()
            .start(() -> {
              left.run();
              runner.run();
            });
    try {
      assumeTrue(left.get(), "a process namespace needs root");
      // The first process of a namespace takes it with it when it ends.
      runner.add(order(1));
      assertThat(next(inbox)).isInstanceOf(SlotInbox.News.Started.class);
      assertThat(next(inbox))
          .isInstanceOfSatisfying(
              SlotInbox.News.Ended.class, it -> assertThat(it.attempt().isFinished()).isTrue());
      runner.add(order(2));
      runner.add(order(3));
      assertThat(refusedTask(next(inbox))).isEqualTo(2);
      assertThat(inbox.poll()).isEmpty();
      runner.goOn();
      assertThat(refusedTask(next(inbox))).isEqualTo(3);
    } finally {
      runner.end();
      thread.join();
      board.close();
      wake.close();
    }
  }

  private static int refusedTask(SlotInbox.News news) {
    var refused = (SlotInbox.News.NotStarted) news;
    assertThat(refused.outcome())
        .isInstanceOfSatisfying(
            CommandSpawner.Outcome.Unable.class,
            it -> assertThat(it.reason()).contains("ENOMEM", "free memory"));
    return refused.order().task();
  }

  private static SlotInbox.News next(SlotInbox inbox) {
    return Patience.await().until(inbox::poll, Optional::isPresent).orElseThrow();
  }

  private static CommandSpawner.Order order(int task) {
    return new CommandSpawner.Order(1, task, 1, Payload.of("1"));
  }

  private SlotRunner runner(SlotBoard board, SlotInbox inbox) {
    var echo = new WorkerSettings.Program.Command(List.of("echo"), false);
    LinuxSys sys = LinuxSys.open().orElseThrow();
    CommandSpawner spawner =
        new CommandSpawner(sys, LivePort.settings(directory, echo), echo, board, Rooms.none());
    return new SlotRunner(spawner, board, sys, spawner.lifeline().orElseThrow(), inbox);
  }

  // Restricted because a wrong shape crashes the virtual machine; it is `int unshare(int)`.
  @SuppressWarnings("restricted")
  private static boolean leaveProcessNamespace() {
    Linker linker = Linker.nativeLinker();
    MethodHandle unshare =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("unshare"),
            FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    try {
      return (int) unshare.invokeExact(CLONE_NEWPID) == 0;
    } catch (Throwable broken) {
      throw new IllegalStateException(broken);
    }
  }
}
