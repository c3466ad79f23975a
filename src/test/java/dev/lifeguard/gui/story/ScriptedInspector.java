package dev.lifeguard.gui.story;

import dev.lifeguard.job.Look;
import dev.lifeguard.job.MachineMemory;
import dev.lifeguard.job.MappingType;
import dev.lifeguard.job.MappingUse;
import dev.lifeguard.job.MemoryDetail;
import dev.lifeguard.job.MemoryFinding;
import dev.lifeguard.job.MemoryMap;
import dev.lifeguard.job.MemoryReading;
import dev.lifeguard.job.MemoryRegion;
import dev.lifeguard.job.OpenDescriptor;
import dev.lifeguard.job.ProcessDetail;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import dev.lifeguard.job.ProcessUser;
import dev.lifeguard.job.RunState;
import dev.lifeguard.job.ThreadDetail;
import dev.lifeguard.job.ThreadsDetail;
import dev.lifeguard.job.Unreadable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// An inspector that sees what a test wants it to see, and counts how often it was asked.
public final class ScriptedInspector implements ProcessInspector {
  /// Why a foreign process cannot be read.
  public static final Unreadable FOREIGN =
      new Unreadable("memory map", "process 23418 belongs to root", "run Lifeguard as root");

  private static final long MIB = 1L << 20;

  private boolean gone;
  private Optional<Unreadable> refusal = Optional.empty();
  private int looks;
  private List<ProcessIdentity> family = List.of();

  /// From now on every process is gone.
  public synchronized void bury() {
    gone = true;
  }

  /// From now on nothing may be read.
  public synchronized void refuse(Unreadable why) {
    refusal = Optional.of(why);
  }

  /// How often it was asked.
  public synchronized int looks() {
    return looks;
  }

  /// What was said to be the pool at the last look.
  public synchronized List<ProcessIdentity> family() {
    return family;
  }

  private synchronized <T> Look<T> seen(T value) {
    looks++;
    if (gone) {
      return new Look.Gone<>();
    }
    return refusal.<Look<T>>map(Look.Refused::new).orElseGet(() -> new Look.Seen<>(value));
  }

  @Override
  public synchronized Look<MemoryDetail> memory(
      ProcessIdentity process, List<ProcessIdentity> pool) {
    family = pool;
    return seen(memory());
  }

  /// Three gigabytes promised, 800 MiB in use.
  public static MemoryDetail memory() {
    return new MemoryDetail(
        new MemoryReading(
            mib(800), mib(3000), mib(3600), mib(900), mib(600), mib(540), OptionalLong.empty()),
        Optional.of(
            new MemoryMap(
                List.of(
                    use(MappingType.PRIVATE_ANONYMOUS, 2600, 2600, 410, 300, 61),
                    use(MappingType.HEAP, 300, 300, 290, 200, 1),
                    use(MappingType.FILES, 100, 90, 100, 40, 412),
                    use(MappingType.NO_ACCESS, 600, 0, 0, 0, 37)),
                List.of(
                    new MemoryRegion(
                        0x7f2a_0000_0000L,
                        2500 * MIB,
                        2500 * MIB,
                        400 * MIB,
                        300 * MIB,
                        MappingType.PRIVATE_ANONYMOUS,
                        "rw-p",
                        ""),
                    new MemoryRegion(
                        0x5601_0000_0000L,
                        90 * MIB,
                        90 * MIB,
                        80 * MIB,
                        40 * MIB,
                        MappingType.FILES,
                        "r-xp",
                        "/usr/lib/libpython3.11.so")),
                511,
                Instant.parse("2026-11-20T12:05:00Z"),
                Duration.ofMillis(12))),
        Optional.empty(),
        List.of(
            new MemoryFinding(
                MemoryFinding.Kind.FORK_MULTIPLICATION,
                "2.60 GiB inherited by fork, committed again in each of 4 processes",
                2600 * MIB)),
        List.of());
  }

  private static MappingUse use(
      MappingType type, long reserved, long committed, long resident, long own, int areas) {
    return new MappingUse(
        type, reserved * MIB, committed * MIB, resident * MIB, own * MIB, 0, areas, reserved * MIB);
  }

  private static OptionalLong mib(long amount) {
    return OptionalLong.of(amount * MIB);
  }

  @Override
  public Look<ThreadsDetail> threads(ProcessIdentity process) {
    return seen(
        new ThreadsDetail(
            List.of(
                new ThreadDetail(
                    process.pid(),
                    "python3",
                    RunState.SLEEPING,
                    OptionalDouble.of(0),
                    1_000_000,
                    Optional.of("waits for a lock, without a deadline"),
                    Optional.of("futex_do_wait")),
                new ThreadDetail(
                    process.pid() + 1,
                    "blas",
                    RunState.RUNNING,
                    OptionalDouble.of(0.98),
                    9_000_000,
                    Optional.empty(),
                    Optional.empty())),
            List.of()));
  }

  @Override
  public Look<ProcessDetail> process(ProcessIdentity process) {
    return seen(
        new ProcessDetail(
            process,
            23410,
            "python3",
            RunState.SLEEPING,
            List.of("python3", "-c", "import sys\nsys.exit()", "it's"),
            Optional.of("/usr/bin/python3.11"),
            Optional.of("/home/kim/primes"),
            Optional.of(new ProcessUser(1000, "kim")),
            4_200_000_000L,
            2,
            List.of(
                new OpenDescriptor(
                    0, OpenDescriptor.Access.READ, "pipe:[4711]", Optional.of("12 bytes wait")),
                new OpenDescriptor(2, OpenDescriptor.Access.WRITE, "/dev/null", Optional.empty())),
            OptionalInt.of(2),
            OptionalLong.of(1024),
            Optional.empty(),
            OptionalInt.of(667),
            OptionalInt.of(0),
            List.of()));
  }

  @Override
  public Look<MachineMemory> machine() {
    return new Look.Gone<>();
  }
}
