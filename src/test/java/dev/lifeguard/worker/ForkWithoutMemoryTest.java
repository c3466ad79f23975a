package dev.lifeguard.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.lifeguard.testing.NotOnWindows;
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
  void isToldWithTheRemedyAndLosesNoResult() throws Exception {
    // A thread for this alone: the namespace of its children stays with it.
    var told = new FutureTask<>(this::startOneTooMany);
    Thread.ofPlatform().start(told).join();
    assumeTrue(told.get().isPresent(), "a process namespace needs root");
    RecordedFacts facts = told.get().get();
    assertThat(facts.first("spawnFailed", 1).orElseThrow().value())
        .asString()
        .contains("ENOMEM", "free memory");
    assertThat(facts.count("answer")).isOne();
  }

  private Optional<RecordedFacts> startOneTooMany() {
    var echo = new WorkerSettings.Program.Command(List.of("echo"), false);
    try (LivePort live = new LivePort(LivePort.Means.NATIVE, LivePort.settings(directory, echo))) {
      live.port().spawn(1);
      live.await("ready", 1);
      if (!leaveProcessNamespace()) {
        return Optional.empty();
      }
      // The first process of a namespace takes it with it when it ends.
      live.ask(1, "1");
      live.give(1, "2");
      live.await("spawnFailed", 1);
      return Optional.of(live.facts());
    }
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
