package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.List;

/// One process of a tree, looked at once.
public record ProcessSnapshot(
    ProcessRole role,
    ProcessDetail detail,
    Look<MemoryDetail> memory,
    Look<ThreadsDetail> threads) {
  /// What is missing of it, and why.
  public List<Unreadable> unreadable() {
    List<Unreadable> missing = new ArrayList<>(detail.unreadable());
    switch (memory) {
      case Look.Seen<MemoryDetail>(MemoryDetail seen) -> missing.addAll(seen.unreadable());
      case Look.Refused<MemoryDetail>(Unreadable why) -> missing.add(why);
      case Look.Gone<MemoryDetail> _ -> missing.add(ended("memory"));
    }
    switch (threads) {
      case Look.Seen<ThreadsDetail>(ThreadsDetail seen) -> missing.addAll(seen.unreadable());
      case Look.Refused<ThreadsDetail>(Unreadable why) -> missing.add(why);
      case Look.Gone<ThreadsDetail> _ -> missing.add(ended("threads"));
    }
    return missing;
  }

  private Unreadable ended(String what) {
    return new Unreadable(
        what,
        "process " + detail.process().pid() + " ended while it was looked at",
        "look at those that are left");
  }

  /// Its memory as far as it is known.
  public MemoryReading sizes() {
    return memory.seen().map(MemoryDetail::sizes).orElse(MemoryReading.UNKNOWN);
  }

  /// Whether it can have memory: one that has ended and waits to be reaped has none, which is no
  /// gap in a sum.
  public boolean hasMemory() {
    return detail.state() != RunState.ZOMBIE && !(memory instanceof Look.Gone<MemoryDetail>);
  }
}
