package dev.lifeguard.cli;

import dev.lifeguard.job.HostSystem;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.pool.PoolPolicy;
import dev.lifeguard.probe.CgroupOffer;
import dev.lifeguard.probe.JobOffer;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ThisSystem;
import dev.lifeguard.probe.WorkerJobs;
import dev.lifeguard.worker.WorkerSettings.MemoryHold;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;

/// Chooses what holds the workers of a job to their memory limit: the kernel by a cgroup for each
/// worker, else the kernel by RLIMIT_DATA for Python, else Lifeguard's own measuring.
///
/// On Windows it is the commit limit of a job object for each worker, else Lifeguard's own
/// measuring.
///
/// Without a limit persistent workers get cgroups or job objects of their own as well, where that
/// costs nothing but a directory: everything a worker starts is found in there, and the kernel's
/// counters say what it died of.
final class MemoryLimits {
  /// The system property that forces one means: `cgroup`, `data`, `job`, `sampler`, or `none`,
  /// which also goes without cgroups or job objects that serve to kill only. For tests, and to
  /// compare.
  static final String PROPERTY = "lifeguard.memory";

  /// What was chosen.
  ///
  /// @param memory for the rules of the pool
  /// @param hold for the start of the workers
  /// @param words for people: what enforces the limit and why nothing better does, a sentence;
  ///   empty without a limit
  record Choice(PoolPolicy.Memory memory, MemoryHold hold, String words) {}

  /// A choice that cannot be kept, for the user.
  static final class Unavailable extends Exception {
    private static final long serialVersionUID = 1L;

    Unavailable(String sentence) {
      super(sentence);
    }
  }

  /// What the workers of a job are.
  enum Workers {
    /// Python processes, which tell an allocation that fails.
    PYTHON,
    /// A process for each attempt. Without a limit they have no cgroups: the way into one costs
    /// each of them a tenth of a millisecond.
    COMMANDS,
    /// Other persistent processes.
    OTHERS
  }

  private enum Forced {
    CGROUP,
    DATA,
    JOB,
    SAMPLER,
    NONE
  }

  private MemoryLimits() {}

  /// Chooses for a job on this system.
  ///
  /// @param limitBytes the limit per worker, if there is one
  /// @param workers what they are
  /// @param clock of the job
  /// @throws Unavailable when what is forced is not to be had here
  static Choice here(Probes probes, OptionalLong limitBytes, Workers workers, LongSupplier clock)
      throws Unavailable {
    String forced = System.getProperty(PROPERTY, "");
    return ThisSystem.kind() == HostSystem.WINDOWS
        ? onWindows(limitBytes, probes::jobs, forced)
        : choose(limitBytes, workers, limit -> probes.cgroups(limit, clock), forced);
  }

  /// Chooses for a job where there may be cgroups.
  ///
  /// @param limitBytes the limit per worker, if there is one
  /// @param workers what they are
  /// @param cgroups tries whether there can be cgroups
  /// @param forced the value of [#PROPERTY], empty for none
  /// @throws Unavailable when what is forced is not to be had here
  static Choice choose(
      OptionalLong limitBytes,
      Workers workers,
      Function<OptionalLong, CgroupOffer> cgroups,
      String forced)
      throws Unavailable {
    Optional<Forced> wanted = wanted(forced);
    return limitBytes.isEmpty()
        ? new Choice(
            PoolPolicy.Memory.UNLIMITED,
            workers == Workers.COMMANDS || wanted.filter(it -> it != Forced.CGROUP).isPresent()
                ? new MemoryHold.None()
                : free(cgroups),
            "")
        : limited(limitBytes.getAsLong(), workers, cgroups, wanted);
  }

  /// Chooses for a job on Windows.
  ///
  /// @param jobs tries whether there can be job objects
  /// @throws Unavailable when what is forced is not to be had here
  static Choice onWindows(
      OptionalLong limitBytes, Function<OptionalLong, JobOffer> jobs, String forced)
      throws Unavailable {
    Optional<Forced> wanted = wanted(forced);
    if (wanted.filter(it -> it == Forced.CGROUP || it == Forced.DATA).isPresent()) {
      throw new Unavailable("-D%s=%s is a means of Linux".formatted(PROPERTY, forced));
    }
    boolean sampled = wanted.filter(it -> it != Forced.JOB).isPresent();
    JobOffer offer =
        sampled ? new JobOffer.NotHere("forced by -D" + PROPERTY) : jobs.apply(limitBytes);
    return switch (offer) {
      case JobOffer.Here(WorkerJobs made, String words) ->
          limitBytes.isEmpty()
              ? unlimited(new MemoryHold.JobObject(made))
              : choice(
                  limitBytes.getAsLong(),
                  MemoryMeans.JOB_OBJECT,
                  new MemoryHold.JobObject(made),
                  words);
      case JobOffer.NotHere(String reason) -> {
        if (wanted.filter(it -> it == Forced.JOB).isPresent()) {
          throw new Unavailable("no job object for each worker: " + reason);
        }
        yield limitBytes.isEmpty()
            ? unlimited(new MemoryHold.None())
            : choice(
                limitBytes.getAsLong(),
                MemoryMeans.SAMPLER,
                new MemoryHold.None(),
                sampled ? reason : "no job object for each worker: " + reason);
      }
    };
  }

  private static Choice unlimited(MemoryHold hold) {
    return new Choice(PoolPolicy.Memory.UNLIMITED, hold, "");
  }

  private static Optional<Forced> wanted(String forced) throws Unavailable {
    if (forced.isEmpty()) {
      return Optional.empty();
    }
    for (Forced each : Forced.values()) {
      if (word(each).equals(forced)) {
        return Optional.of(each);
      }
    }
    throw new Unavailable(
        "-D%s=%s is none of %s"
            .formatted(
                PROPERTY,
                forced,
                Arrays.stream(Forced.values())
                    .map(MemoryLimits::word)
                    .collect(Collectors.joining(", "))));
  }

  private static String word(Forced each) {
    return each.name().toLowerCase(Locale.ROOT);
  }

  private static MemoryHold free(Function<OptionalLong, CgroupOffer> cgroups) {
    return switch (cgroups.apply(OptionalLong.empty())) {
      case CgroupOffer.Here(var made, String _) -> new MemoryHold.OwnCgroup(made);
      case CgroupOffer.NotHere _ -> new MemoryHold.None();
    };
  }

  private static Choice limited(
      long bytes,
      Workers workers,
      Function<OptionalLong, CgroupOffer> cgroups,
      Optional<Forced> forced)
      throws Unavailable {
    Forced wanted = forced.filter(it -> it != Forced.NONE).orElse(Forced.CGROUP);
    if (wanted == Forced.JOB) {
      throw new Unavailable("-D%s=job is a means of Windows".formatted(PROPERTY));
    }
    if (wanted == Forced.DATA && workers != Workers.PYTHON) {
      throw new Unavailable(
          "-D%s=data is for Python workers; others do not tell a refused allocation"
              .formatted(PROPERTY));
    }
    String why = forced.isPresent() ? "forced by -D" + PROPERTY : "";
    if (wanted == Forced.CGROUP) {
      switch (cgroups.apply(OptionalLong.of(bytes))) {
        case CgroupOffer.Here(var made, String words) -> {
          return choice(bytes, MemoryMeans.CGROUP, new MemoryHold.OwnCgroup(made), words);
        }
        case CgroupOffer.NotHere(String reason) -> {
          if (forced.isPresent() && forced.get() == Forced.CGROUP) {
            throw new Unavailable("no cgroup for each worker: " + reason);
          }
          why = "no cgroup for each worker: " + reason;
        }
      }
    }
    return workers == Workers.PYTHON && wanted != Forced.SAMPLER
        ? choice(bytes, MemoryMeans.DATA_LIMIT, new MemoryHold.DataLimit(bytes), why)
        : choice(bytes, MemoryMeans.SAMPLER, new MemoryHold.None(), why);
  }

  private static Choice choice(long bytes, MemoryMeans means, MemoryHold hold, String more) {
    String enforced =
        switch (means) {
          case CGROUP -> "the kernel enforces it, by a cgroup for each worker";
          case DATA_LIMIT ->
              "RLIMIT_DATA enforces it: an allocation beyond it raises MemoryError, and shared or"
                  + " file memory does not count";
          case JOB_OBJECT ->
              "the commit limit of each worker's job object enforces it: an allocation beyond it"
                  + " fails (MemoryError in Python), and file memory does not count";
          case SAMPLER ->
              "Lifeguard measures the workers a hundred times a second and kills; a fast one gets"
                  + " beyond it for a moment";
          case NONE -> "nothing enforces it";
        };
    return new Choice(
        new PoolPolicy.Memory(OptionalLong.of(bytes), means),
        hold,
        "memory limit: " + enforced + (more.isEmpty() ? "" : " (" + more + ")"));
  }
}
