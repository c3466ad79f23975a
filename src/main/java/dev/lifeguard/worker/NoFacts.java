package dev.lifeguard.worker;

import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.TaskAnswer;
import java.util.List;

/// Hears nothing: for the end, when there is nobody left to tell.
enum NoFacts implements WorkerFacts {
  INSTANCE;

  @Override
  public void spawned(int worker, ProcessIdentity process, long atNanos) {}

  @Override
  public void spawnFailed(int worker, String reason, long atNanos) {}

  @Override
  public void startFailed(int worker, String reason, long atNanos) {}

  @Override
  public void ready(int worker, String runtime, long pid, long tid, long atNanos) {}

  @Override
  public void result(int worker, int task, int attempt, Payload json, long atNanos) {}

  @Override
  public void failed(int worker, int task, int attempt, TaskAnswer.Failure failure, long atNanos) {}

  @Override
  public void bye(int worker, long atNanos) {}

  @Override
  public void violation(int worker, String offence, long atNanos) {}

  @Override
  public void output(int worker, List<String> lines, long atNanos) {}

  @Override
  public void outputClosed(int worker, long atNanos) {}

  @Override
  public void exited(int worker, ExitStatus status, long atNanos) {}
}
