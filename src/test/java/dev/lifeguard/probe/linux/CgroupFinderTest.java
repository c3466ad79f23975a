package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.WorkerCgroups;
import dev.lifeguard.probe.linux.CgroupFinder.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Cgroups of version 2, in a kernel of our own.
final class CgroupFinderTest {
  private static final ProcessIdentity SELF = new ProcessIdentity(4711, 99, 0);
  private static final long LIMIT = 64L << 20;

  @TempDir private Path top;
  private FakeCgroups kernel;
  private Path own;
  private final FakeSystemd systemd = new FakeSystemd();

  @BeforeEach
  void startInASession() throws IOException {
    kernel = new FakeCgroups(top);
    own = top.resolve("session");
    kernel.make(own);
    kernel.enter(own, SELF.pid());
  }

  private final class FakeSystemd implements CgroupFinder.Systemd {
    private boolean runs;
    private Optional<Path> delegated = Optional.empty();
    private Optional<String> refusal = Optional.empty();
    private int asked;

    @Override
    public boolean runs() {
      return runs;
    }

    @Override
    public boolean hasDelegated(Path directory) {
      return delegated.equals(Optional.of(directory));
    }

    @Override
    public Optional<String> moveToScope() {
      asked++;
      if (refusal.isPresent()) {
        return refusal;
      }
      Path scope = top.resolve("lifeguard-4711.scope");
      try {
        kernel.make(scope);
        kernel.enter(scope, SELF.pid());
      } catch (IOException broken) {
        return Optional.of(broken.toString());
      }
      delegated = Optional.of(scope);
      return Optional.empty();
    }
  }

  private CgroupMounts mounts() {
    try (var all = Files.walk(top)) {
      Path where =
          all.filter(it -> it.endsWith("cgroup.procs"))
              .map(it -> it.resolveSibling(""))
              .filter(it -> kernel.processes(it).contains(SELF.pid()))
              .findFirst()
              .orElseThrow();
      return new CgroupMounts(
          Optional.empty(), Optional.of(new CgroupMounts.Tree(top, where)), Optional.empty());
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  private Outcome find(boolean limited) {
    return new CgroupFinder(kernel, this::mounts, systemd, SELF, false).find(limited);
  }

  private static CgroupPlace place(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Found.class);
    return ((Outcome.Found) outcome).place();
  }

  private static String reason(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Missing.class);
    return ((Outcome.Missing) outcome).reason();
  }

  @Test
  void systemdIsAskedForAScopeAndTheSupervisorLeavesItEmpty() {
    systemd.runs = true;
    CgroupPlace place = place(find(true));
    Path scope = top.resolve("lifeguard-4711.scope");
    assertThat(place.base()).isEqualTo(scope);
    assertThat(kernel.processes(scope)).isEmpty();
    assertThat(kernel.processes(place.own())).containsExactly(SELF.pid());
    assertThat(kernel.read(scope.resolve("cgroup.subtree_control"))).contains("memory");
    // The second job of this process finds the place as it is.
    assertThat(place(find(true)).base()).isEqualTo(scope);
    assertThat(systemd.asked).isEqualTo(1);
  }

  @Test
  void delegatedOwnCgroupIsUsedWithoutAsking() {
    systemd.runs = true;
    systemd.delegated = Optional.of(own);
    assertThat(place(find(true)).base()).isEqualTo(own);
    assertThat(systemd.asked).isZero();
  }

  @Test
  void withoutALimitNobodyIsMovedOrAsked() {
    systemd.runs = true;
    assertThat(reason(find(false))).contains("is not delegated by systemd");
    assertThat(systemd.asked).isZero();
    systemd.runs = false;
    assertThat(place(find(false)).base()).isEqualTo(own);
    assertThat(kernel.processes(own)).containsExactly(SELF.pid());
  }

  @Test
  void refusalOfSystemdIsToldWithTheRemedy() {
    systemd.runs = true;
    systemd.refusal = Optional.of("Access denied");
    assertThat(reason(find(true)))
        .contains("Access denied")
        .contains("systemd-run --user --scope -p Delegate=yes");
    assertThat(kernel.processes(own)).containsExactly(SELF.pid());
  }

  @Test
  void withoutSystemdTheNearestCgroupThatHandsOnMemoryIsUsed() throws IOException {
    kernel.enter(own, 1);
    CgroupPlace place = place(find(true));
    assertThat(place.base()).isEqualTo(top);
    assertThat(kernel.processes(own)).contains(SELF.pid());
  }

  @Test
  void workersGetLimitsAndAreKilledAtOnce() throws IOException {
    CgroupPlace place = place(find(true));
    AtomicLong clock = new AtomicLong();
    CgroupName name = CgroupName.of(SELF, "1");
    try (var cgroups =
        new LinuxWorkerCgroups(kernel, place, name, OptionalLong.of(LIMIT), clock::get)) {
      WorkerCgroups.Room room = cgroups.prepare(3);
      Path its = cgroups.directory().resolve("worker-3");
      assertThat(room.entrance()).isEqualTo(new WorkerCgroups.Entrance.Alone());
      assertThat(room.processesFile()).isEqualTo(its.resolve("cgroup.procs"));
      assertThat(kernel.number(its.resolve("memory.max"))).hasValue(LIMIT);
      assertThat(kernel.number(its.resolve("memory.swap.max"))).hasValue(0);
      assertThat(kernel.number(its.resolve("memory.oom.group"))).hasValue(1);
      kernel.enter(its, 5000);

      Files.writeString(its.resolve("memory.events"), "max 38\noom 1\noom_kill 1\n");
      Files.writeString(its.resolve("memory.peak"), Long.toString(LIMIT));
      assertThat(cgroups.account(3, 0).orElseThrow())
          .isEqualTo(
              new WorkerCgroups.Account(
                  OptionalLong.of(LIMIT), OptionalLong.of(LIMIT), 1, true, "cgroup v2"));
      Files.writeString(its.resolve("memory.events"), "max 0\noom 0\noom_kill 1\n");
      assertThat(cgroups.account(3, 0).orElseThrow().ownLimit()).isFalse();

      assertThat(cgroups.kill(3)).isEqualTo(1);
      cgroups.remove(3);
      assertThat(its).doesNotExist();
      assertThat(cgroups.account(3, 0).orElseThrow().kills()).isEqualTo(1);
      cgroups.prepare(4);
    }
    assertThat(place.base().resolve(name.text())).doesNotExist();
  }

  @Test
  void onlyLeftoversOfDeadSupervisorsInThisNamespaceAreSwept() throws IOException {
    Path dead = own.resolve(new CgroupName(1, 5, "77", "1").text());
    Path alive = own.resolve(new CgroupName(2, 6, "77", "1").text());
    Path reused = own.resolve(new CgroupName(2, 5, "77", "1").text());
    Path elsewhere = own.resolve(new CgroupName(1, 5, "78", "1").text());
    Path foreign = own.resolve("lifeguard-of-somebody");
    for (Path each : new Path[] {dead, alive, reused, elsewhere, foreign}) {
      kernel.make(each);
    }
    Path inner = dead.resolve("worker-1");
    kernel.make(inner);
    new CgroupSweep(kernel, pid -> pid == 2 ? Optional.of(6L) : Optional.empty(), "77").sweep(top);
    assertThat(dead).doesNotExist();
    assertThat(reused).doesNotExist();
    assertThat(alive).exists();
    assertThat(elsewhere).exists();
    assertThat(foreign).exists();
  }
}
