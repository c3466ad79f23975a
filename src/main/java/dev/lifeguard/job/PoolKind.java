package dev.lifeguard.job;

/// What kind of pool it is, which tells what its manager does when a worker dies.
public enum PoolKind {
  /// Python's `multiprocessing.Pool`.
  PYTHON_MULTIPROCESSING_POOL(
      "Python multiprocessing.Pool",
      "its task is lost, because the pool forgets it",
      "The pool replaces the worker at once and forgets its task: the call that waits for it never"
          + " returns."),
  /// Python's `concurrent.futures.ProcessPoolExecutor`.
  PYTHON_PROCESS_POOL_EXECUTOR(
      "Python ProcessPoolExecutor",
      "the executor is broken, and no task without a result gets one",
      "The executor is broken from then on: every task that has no result yet fails with"
          + " BrokenProcessPool, and it takes no more."),
  /// loky, which joblib uses.
  LOKY(
      "loky (joblib)",
      "all tasks without a result fail",
      "All tasks that have no result yet fail with TerminatedWorkerError, and the other workers are"
          + " killed; the next call starts new ones."),
  /// The prefork pool of Celery.
  CELERY_PREFORK(
      "Celery prefork pool",
      "its task fails with WorkerLostError, unless it is delivered again",
      "The task fails with WorkerLostError, or is delivered again if it asks for that (acks_late"
          + " with reject_on_worker_lost), and the worker is replaced."),
  /// billiard's Pool outside of Celery.
  BILLIARD_POOL(
      "billiard.Pool",
      "its task fails with WorkerLostError ten seconds later",
      "The pool replaces the worker, and after ten seconds its task fails with WorkerLostError."),
  /// A pool of Lifeguard itself.
  LIFEGUARD(
      "Lifeguard",
      "its task is tried again, as its job says",
      "The worker is replaced and its task is tried again, as its job says."),
  /// A parent with two or more alike children.
  GENERIC(
      "parent with alike children",
      "what its parent does about it is not known",
      "What the parent does when one of them dies is not known here; what it does is shown.");

  private final String title;
  private final String taskFate;
  private final String onDeath;

  PoolKind(String title, String taskFate, String onDeath) {
    this.title = title;
    this.taskFate = taskFate;
    this.onDeath = onDeath;
  }

  /// The name for people.
  public String title() {
    return title;
  }

  /// What becomes of the task that a dead worker had, a sentence without its end.
  public String taskFate() {
    return taskFate;
  }

  /// What its manager does when a worker dies, a sentence.
  public String onDeath() {
    return onDeath;
  }
}
