package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Keeps what a port told, in order.
final class RecordedFacts implements WorkerFacts {
  /// One fact.
  ///
  /// @param what the fact's name
  /// @param value what it tells, in the fact's own type
  record Fact(String what, int worker, Object value, long atNanos) {}

  private final List<Fact> all = new ArrayList<>();
  private final Map<Integer, Integer> lineCounts = new HashMap<>();

  /// Everything, in order.
  List<Fact> all() {
    return Collections.unmodifiableList(all);
  }

  /// Forgets everything.
  void forget() {
    all.clear();
    lineCounts.clear();
  }

  /// The first fact of this name and worker.
  Optional<Fact> first(String what, int worker) {
    return all.stream().filter(it -> it.what().equals(what) && it.worker() == worker).findFirst();
  }

  /// How many facts of this name there are.
  long count(String what) {
    return all.stream().filter(it -> it.what().equals(what)).count();
  }

  /// All lines that this worker printed.
  List<String> lines(int worker) {
    return all.stream()
        .filter(it -> it.what().equals("output") && it.worker() == worker)
        .flatMap(it -> ((List<?>) it.value()).stream())
        .map(String::valueOf)
        .toList();
  }

  /// How many lines this worker has printed.
  int lineCount(int worker) {
    return lineCounts.getOrDefault(worker, 0);
  }

  private void add(String what, int worker, Object value, long atNanos) {
    all.add(new Fact(what, worker, value, atNanos));
    if (what.equals("output")) {
      lineCounts.merge(worker, ((List<?>) value).size(), Integer::sum);
    }
  }

  @Override
  public void spawned(int worker, ProcessIdentity process, long atNanos) {
    add("spawned", worker, process, atNanos);
  }

  @Override
  public void spawnFailed(int worker, String reason, long atNanos) {
    add("spawnFailed", worker, reason, atNanos);
  }

  @Override
  public void startFailed(int worker, String reason, long atNanos) {
    add("startFailed", worker, reason, atNanos);
  }

  @Override
  public void ready(int worker, String runtime, long pid, long tid, long atNanos) {
    add("ready", worker, runtime, atNanos);
  }

  @Override
  public void result(int worker, int task, int attempt, Payload json, long atNanos) {
    add("answer", worker, json.toString(), atNanos);
  }

  @Override
  public void failed(int worker, int task, int attempt, TaskAnswer.Failure failure, long atNanos) {
    add("answer", worker, failure, atNanos);
  }

  @Override
  public void bye(int worker, long atNanos) {
    add("bye", worker, "", atNanos);
  }

  @Override
  public void violation(int worker, String offence, long atNanos) {
    add("violation", worker, offence, atNanos);
  }

  @Override
  public void output(int worker, List<String> lines, long atNanos) {
    add("output", worker, lines, atNanos);
  }

  @Override
  public void outputClosed(int worker, long atNanos) {
    add("outputClosed", worker, "", atNanos);
  }

  @Override
  public void exited(int worker, ExitStatus status, long atNanos) {
    add("exited", worker, status, atNanos);
  }

  /// When each process began that was told of, in ticks; 0 where nobody knows, because the Java
  /// library has buried it already.
  List<Long> starts() {
    return all.stream()
        .filter(fact -> fact.what().equals("spawned"))
        .map(fact -> ((ProcessIdentity) fact.value()).startTicks())
        .toList();
  }
}
