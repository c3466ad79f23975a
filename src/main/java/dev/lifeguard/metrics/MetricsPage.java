package dev.lifeguard.metrics;

import dev.lifeguard.job.AttemptOutcome;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.TaskState;
import dev.lifeguard.job.WorkerState;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/// A reading in the text format of Prometheus, version 0.0.4: `# HELP`, `# TYPE`, then one line for
/// each value.
///
/// Names follow its conventions: a prefix, the base unit in the name, `_total` for what only grows.
/// Kinds of memory are metrics of their own and not labels of one, because their sum means nothing.
/// Every state is there from the beginning, with 0; what is not known is left out.
public final class MetricsPage {
  /// The media type of the text.
  public static final String TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private static final double NANOS = 1e9;

  private final StringBuilder text = new StringBuilder(8192);

  private MetricsPage() {}

  /// The page.
  ///
  /// @param version of this program
  public static String of(MetricsReading reading, String version) {
    MetricsPage page = new MetricsPage();
    page.job(reading, version);
    page.tasks(reading);
    page.workers(reading);
    page.memory(reading);
    return page.text.toString();
  }

  private void job(MetricsReading r, String version) {
    head("lifeguard_job_info", "gauge", "What is run, in labels; always 1.");
    String name = r.job().map(JobDescription::name).orElse("");
    value("lifeguard_job_info", "{job=" + quoted(name) + ",version=" + quoted(version) + "}", 1);
    r.job()
        .map(JobDescription::startedAt)
        .ifPresent(started ->
            decimal(
                "lifeguard_job_start_time_seconds",
                "gauge",
                "When the job began, since the epoch.",
                seconds(started)));
    decimal(
        "lifeguard_job_seconds",
        "gauge",
        "How far into the job its latest event is.",
        r.lastNanos() / NANOS);
    flag("lifeguard_job_paused", "Whether no task is started until a user says so.", r.paused());
    flag("lifeguard_job_ended", "Whether the job has ended.", r.ended());
    flag("lifeguard_recording_up", "Whether everything is recorded so far.", r.recorded());
  }

  private void tasks(MetricsReading r) {
    head("lifeguard_tasks", "gauge", "Tasks by state.");
    for (TaskState state : TaskState.values()) {
      labelled("lifeguard_tasks", "state", state, r.tasks());
    }
    single(
        "lifeguard_attempts_started_total",
        "counter",
        "Attempts that were begun.",
        r.attemptsStarted());
    head("lifeguard_attempts_total", "counter", "Attempts that ended, by outcome.");
    for (AttemptOutcome outcome : AttemptOutcome.values()) {
      labelled("lifeguard_attempts_total", "outcome", outcome, r.attempts());
    }
  }

  private void workers(MetricsReading r) {
    head("lifeguard_workers", "gauge", "Living workers by state.");
    for (WorkerState state : WorkerState.values()) {
      if (state != WorkerState.DEAD) {
        labelled("lifeguard_workers", "state", state, r.workers());
      }
    }
    single("lifeguard_workers_wanted", "gauge", "Workers that the pool keeps.", r.wantedWorkers());
    single(
        "lifeguard_workers_started_total",
        "counter",
        "Workers that were ever started.",
        r.startedWorkers());
    single(
        "lifeguard_worker_restarts_total",
        "counter",
        "Workers that were started in the place of another one.",
        r.replacements());
    single(
        "lifeguard_workers_recycled_total",
        "counter",
        "Healthy workers that ended so that a fresh one could take their place.",
        r.recycledWorkers());
    head(
        "lifeguard_worker_deaths_total",
        "counter",
        "Workers that died, by cause; counted a second later, when the cause is settled.");
    for (CauseKind cause : CauseKind.values()) {
      labelled("lifeguard_worker_deaths_total", "cause", cause, r.deaths());
    }
  }

  private void memory(MetricsReading r) {
    bytes(
        "lifeguard_memory_resident_bytes",
        "Resident memory of all workers and what they started, shared pages counted for each.",
        r.memory().residentBytes());
    bytes(
        "lifeguard_memory_pss_bytes",
        "The same with shared pages counted once (PSS; resident where that is not known).",
        r.memory().pssBytes());
    bytes(
        "lifeguard_memory_committed_bytes",
        "What the kernel has promised them, touched or not.",
        r.memory().committedBytes());
    bytes(
        "lifeguard_memory_reserved_bytes",
        "The address space that they have set aside.",
        r.memory().reservedBytes());
    bytes(
        "lifeguard_memory_swap_bytes",
        "What of theirs was moved out of main memory.",
        r.memory().swapBytes());
    bytes(
        "lifeguard_worker_memory_limit_bytes",
        "What each worker may have.",
        r.job().map(JobDescription::memoryLimitBytes).orElse(OptionalLong.empty()));
    bytes(
        "lifeguard_supervisor_resident_bytes",
        "Resident memory of the supervisor itself.",
        r.supervisorMemory());
  }

  private void head(String name, String type, String help) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(' ').append(type).append('\n');
  }

  private void value(String name, String labels, long value) {
    text.append(name).append(labels).append(' ').append(value).append('\n');
  }

  private void single(String name, String type, String help, long value) {
    head(name, type, help);
    value(name, "", value);
  }

  private void flag(String name, String help, boolean on) {
    single(name, "gauge", help, on ? 1 : 0);
  }

  private void bytes(String name, String help, OptionalLong bytes) {
    bytes.ifPresent(known -> single(name, "gauge", help, known));
  }

  private void decimal(String name, String type, String help, double value) {
    head(name, type, help);
    text.append(name).append(String.format(Locale.ROOT, " %.3f%n", value).replace("\r", ""));
  }

  private <K extends Enum<K>> void labelled(
      String name, String label, K key, Map<K, Integer> values) {
    String word = key.name().toLowerCase(Locale.ROOT).replace('_', '-');
    value(name, "{" + label + "=" + quoted(word) + "}", values.getOrDefault(key, 0));
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1e3;
  }

  /// The value of a label: three characters must be escaped, every other one may stand there.
  private static String quoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
  }
}
