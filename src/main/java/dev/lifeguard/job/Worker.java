package dev.lifeguard.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/// What is known of one worker. Owned and changed by the [JobModel] it belongs to, on that model's
/// thread; readers on other threads take copies there.
public final class Worker {
  private static final ExitStatus UNKNOWN = new ExitStatus.Unknown();
  private final int number;
  private final OptionalInt replaces;
  private final long startingNanos;
  private Lifecycle lifecycle = Lifecycle.STARTING;
  private Optional<ProcessIdentity> process = Optional.empty();
  private String runtime = "";
  private long taskThread;
  private int task;
  private long taskStartedNanos;
  private int tasksDone;
  private Optional<StopReason> stopAsked = Optional.empty();
  private boolean unkillable;
  private int hang;
  private Optional<WorkerActivity> observed = Optional.empty();
  private String waitsFor = "";
  private long endedNanos = -1;
  private Optional<ExitStatus> exitStatus = Optional.empty();
  private OptionalInt incident = OptionalInt.empty();
  private Optional<ProcessReading> reading = Optional.empty();
  private final List<PoolEvent.WorkerSignalling> signals = new ArrayList<>(0);
  private final Map<Long, ProcessReading> descendants = new LinkedHashMap<>(0);

  private enum Lifecycle {
    STARTING,
    READY,
    DEAD
  }

  Worker(int number, OptionalInt replaces, long startingNanos) {
    this.number = number;
    this.replaces = replaces;
    this.startingNanos = startingNanos;
  }

  /// Its number, never used again.
  public int number() {
    return number;
  }

  /// The dead worker whose place it took.
  public OptionalInt replaces() {
    return replaces;
  }

  /// When the pool decided to start it.
  public long startingNanos() {
    return startingNanos;
  }

  /// Its process, once there is one.
  public Optional<ProcessIdentity> process() {
    return process;
  }

  /// What runs the tasks, `CPython 3.11.7`; empty before hello.
  public String runtime() {
    return runtime;
  }

  /// The number of the thread that runs the tasks; 0 before hello.
  public long taskThread() {
    return taskThread;
  }

  /// The task in its hands; after its death the one that it had.
  public OptionalInt task() {
    return task == 0 ? OptionalInt.empty() : OptionalInt.of(task);
  }

  /// When that task was started; without one the moment it became idle.
  public long taskStartedNanos() {
    return taskStartedNanos;
  }

  /// How many tasks it has brought to an end.
  public int tasksDone() {
    return tasksDone;
  }

  /// Whether it was asked to end.
  public boolean stopAsked() {
    return stopAsked.isPresent();
  }

  /// Why it was asked to end, if it was.
  public Optional<StopReason> stopReason() {
    return stopAsked;
  }

  /// The incident of its hang; empty while it moves.
  public OptionalInt hang() {
    return hang == 0 ? OptionalInt.empty() : OptionalInt.of(hang);
  }

  /// What it does by what the operating system tells, for a worker whose tasks cannot be seen.
  public Optional<WorkerActivity> observed() {
    return observed;
  }

  /// What its main thread was blocked in when that was observed; empty while it ran, and for a
  /// worker of Lifeguard.
  public String waitsFor() {
    return waitsFor;
  }

  /// When it ended, -1 while it lives.
  public long endedNanos() {
    return endedNanos;
  }

  /// How its process ended.
  public Optional<ExitStatus> exitStatus() {
    return exitStatus;
  }

  /// The incident of its death.
  public OptionalInt incident() {
    return incident;
  }

  /// The last reading of its process.
  public Optional<ProcessReading> reading() {
    return reading;
  }

  /// The last readings of its descendants, in the order in which they were first seen.
  public List<ProcessReading> descendants() {
    return List.copyOf(descendants.values());
  }

  /// What it and its descendants had resident when they were last measured; 0 before.
  public long residentBytes() {
    long sum = reading.map(Worker::residentBytes).orElse(0L);
    for (ProcessReading descendant : descendants.values()) {
      sum += residentBytes(descendant);
    }
    return sum;
  }

  private static long residentBytes(ProcessReading reading) {
    return reading.memory().residentBytes().orElse(0);
  }

  /// The signals that Lifeguard sent to it, oldest first.
  public List<PoolEvent.WorkerSignalling> signals() {
    return List.copyOf(signals);
  }

  /// Whether its process is gone, or never came to be.
  public boolean isDead() {
    return lifecycle == Lifecycle.DEAD;
  }

  /// Whether it has said hello.
  public boolean saidHello() {
    return !runtime.isEmpty();
  }

  /// What it does, from the operating system first and its last message second.
  public WorkerState state() {
    boolean statusKnown = !(exitStatus.orElse(UNKNOWN) instanceof ExitStatus.Unknown);
    if (unkillable && !statusKnown) {
      // Also after its burial: the process is still there, whatever became of its task.
      return WorkerState.UNKILLABLE;
    }
    if (isDead()) {
      return WorkerState.DEAD;
    }
    RunState run = reading.map(ProcessReading::state).orElse(RunState.UNKNOWN);
    if (run == RunState.STOPPED) {
      return WorkerState.SUSPENDED;
    }
    if (run == RunState.UNINTERRUPTIBLE) {
      return WorkerState.UNINTERRUPTIBLE;
    }
    if (hang != 0) {
      return WorkerState.HUNG;
    }
    if (stopAsked.isPresent()) {
      return WorkerState.STOPPING;
    }
    if (observed.isPresent()) {
      return switch (observed.get()) {
        case STARTING -> WorkerState.STARTING;
        case IDLE -> WorkerState.IDLE;
        case BUSY -> WorkerState.BUSY;
        case BLOCKED -> WorkerState.HUNG;
      };
    }
    if (lifecycle == Lifecycle.STARTING) {
      return WorkerState.STARTING;
    }
    return task == 0 ? WorkerState.IDLE : WorkerState.BUSY;
  }

  void spawned(ProcessIdentity identity) {
    process = Optional.of(identity);
  }

  void ready(String runtime, long taskThread, long atNanos) {
    this.runtime = runtime;
    this.taskThread = taskThread;
    this.taskStartedNanos = atNanos;
    lifecycle = Lifecycle.READY;
  }

  void took(int task, long atNanos) {
    this.task = task;
    taskStartedNanos = atNanos;
  }

  void observed(WorkerActivity activity, String waitsFor) {
    observed = Optional.of(activity);
    this.waitsFor = waitsFor;
  }

  void hung(int incident) {
    hang = incident;
  }

  void moved() {
    hang = 0;
  }

  /// A slot is open again after the death of an attempt in it.
  void reopened(long atNanos) {
    lifecycle = Lifecycle.STARTING;
    process = Optional.empty();
    reading = Optional.empty();
    exitStatus = Optional.empty();
    incident = OptionalInt.empty();
    endedNanos = -1;
    task = 0;
    taskStartedNanos = atNanos;
    stopAsked = Optional.empty();
    unkillable = false;
    hang = 0;
    signals.clear();
    descendants.clear();
  }

  /// @param withItsProcess whether each attempt is a process of its own, which is gone now
  void finished(long atNanos, boolean withItsProcess) {
    task = 0;
    taskStartedNanos = atNanos;
    tasksDone++;
    if (withItsProcess) {
      process = Optional.empty();
      reading = Optional.empty();
      descendants.clear();
      signals.clear();
      unkillable = false;
    }
  }

  void stopping(StopReason reason) {
    if (stopAsked.isEmpty()) {
      stopAsked = Optional.of(reason);
    }
  }

  void signalling(PoolEvent.WorkerSignalling signal) {
    signals.add(signal);
  }

  void becameUnkillable() {
    unkillable = true;
  }

  void ended(ExitStatus status, OptionalInt incident, long atNanos) {
    lifecycle = Lifecycle.DEAD;
    exitStatus = Optional.of(status);
    this.incident = incident;
    endedNanos = atNanos;
    hang = 0;
    descendants.clear();
  }

  /// It is gone with its supervisor, and nobody saw how it ended.
  void vanished(long atNanos) {
    unkillable = false;
    ended(UNKNOWN, OptionalInt.empty(), atNanos);
  }

  void sampled(ProcessReading next) {
    if (process.isEmpty()) {
      // An attempt of a slot has ended while its process was measured.
      return;
    }
    if (process.isPresent() && process.get().pid() == next.process().pid()) {
      reading = Optional.of(next);
    } else {
      descendants.put(next.process().pid(), next);
    }
  }

  void gone(ProcessIdentity descendant) {
    descendants.remove(descendant.pid());
  }
}
