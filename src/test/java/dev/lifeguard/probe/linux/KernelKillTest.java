package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KernelKillTest {
  @Test
  void summaryNamesTheVictim() {
    String text =
        "oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=/,mems_allowed=0,"
            + "oom_memcg=/lg,task_memcg=/lg,task=python3,pid=20854,uid=0";
    assertThat(KernelKill.parse("6,339,5140900,-;" + text + "\n"))
        .contains(new KernelKill(20854, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Memory cgroup out of memory: Killed process 20854 (python3) total-vm:1kB, anon-rss:2kB",
        "Out of memory: Killed process 20854 (Killed process 1) total-vm:1kB",
        "Out of memory (oom_kill_allocating_task): Killed process 20854 (a) total-vm:1kB",
        "Out of memory: Kill process 20854 (java) score 900 or sacrifice child",
        "oom-kill:constraint=CONSTRAINT_NONE,task_memcg=/,task=x,pid=1,pid=20854,uid=1000",
      })
  void everyWordingNamesTheVictim(String text) {
    assertThat(KernelKill.parse("3,340,5140999,-,caller=T1;" + text))
        .contains(new KernelKill(20854, text));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "6,1,0,-;Command line: quiet",
        "6,1,0,-;python3 invoked oom-killer: gfp_mask=0xcc0, order=0, oom_score_adj=0",
        "6,1,0,-;oom_reaper: reaped process 20854 (python3), now anon-rss:0kB",
        "6,1,0,-;Out of memory: Killed process (x)",
        "6,1,0,-;Out of memory: Killed process 99999999999999999999 (x)",
        "Out of memory: Killed process 20854 (x)",
      })
  void otherRecordsTellOfNoKill(String text) {
    assertThat(KernelKill.parse(text)).isEmpty();
  }
}
