package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Where cgroups are, from what the kernel prints.
final class CgroupMountsTest {
  private static final String V1 =
      """
      25 1 0:22 / /sys/fs/cgroup rw,relatime - tmpfs tmpfs rw,mode=755
      29 25 0:26 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory
      33 25 0:30 / /sys/fs/cgroup/pids rw,relatime - cgroup cgroup rw,pids
      35 25 0:32 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
      """;

  @Test
  void controllersOfVersion1HaveTreesOfTheirOwn() {
    CgroupMounts mounts = CgroupMounts.parse(V1, "8:pids:/a\n4:memory:/jobs/x\n0::/\n");
    assertThat(mounts.memory())
        .hasValue(
            new CgroupMounts.Tree(
                Path.of("/sys/fs/cgroup/memory"), Path.of("/sys/fs/cgroup/memory/jobs/x")));
    assertThat(mounts.pids().orElseThrow().own()).isEqualTo(Path.of("/sys/fs/cgroup/pids/a"));
    assertThat(mounts.unified().orElseThrow().own().normalize())
        .isEqualTo(Path.of("/sys/fs/cgroup/unified"));
  }

  @Test
  void desktopHasOneTree() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            "30 23 0:26 / /sys/fs/cgroup rw,nosuid - cgroup2 cgroup2 rw,nsdelegate\n",
            "0::/user.slice/user-1000.slice/session-2.scope\n");
    assertThat(mounts.memory()).isEmpty();
    assertThat(mounts.unified().orElseThrow().own())
        .isEqualTo(Path.of("/sys/fs/cgroup/user.slice/user-1000.slice/session-2.scope"));
    assertThat(mounts.pids()).isEqualTo(mounts.unified());
  }

  @Test
  void containerSeesOnlyItsPart() {
    CgroupMounts mounts =
        CgroupMounts.parse(
            "30 23 0:26 /docker/abc /sys/fs/cgroup/memory ro - cgroup cgroup rw,memory\n",
            "4:memory:/docker/abc/inner\n");
    assertThat(mounts.memory().orElseThrow().own())
        .isEqualTo(Path.of("/sys/fs/cgroup/memory/inner"));
  }

  @Test
  void withoutCgroupsThereIsNothing() {
    CgroupMounts mounts = CgroupMounts.parse("garbage\n", "");
    assertThat(mounts.memory()).isEmpty();
    assertThat(mounts.unified()).isEmpty();
  }
}
