package dev.lifeguard.attach;

import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.ExitStatus;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.job.Verdict;
import dev.lifeguard.job.WorkerActivity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ProcessFacts;
import dev.lifeguard.probe.Sight;
import dev.lifeguard.probe.TreeFacts;
import java.io.File;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.function.Consumer;

/// Turns what is seen of a foreign pool into the events of a job: numbers its workers, notices
/// their deaths and replacements, has the conclusion drawn again after every look. Belongs to the
/// thread of its [ForeignPool].
final class PoolStory implements AutoCloseable {
  private static final long FOLLOWING_NANOS = 500_000_000L;
  // A pool that is ending as it was asked to looks broken in many ways.
  private static final long ENDING_NANOS = 5_000_000_000L;
  // A pool is a parent with alike children before it has made its pipes and threads.
  private static final long GENERIC_NANOS = 700_000_000L;
  // A pool that is being made has for a moment the threads of an executor.
  private static final long EXECUTOR_NANOS = 100_000_000L;

  private final ProcessIdentity root;
  private final StoryMeans means;
  private final Map<Long, Member> members = new LinkedHashMap<>();
  private final Map<Integer, Member> byWorker = new LinkedHashMap<>();
  private final Deaths deaths;
  private final Inside inside;
  private final Movement movement = new Movement();
  private Optional<FoundPool> pool;
  private Optional<PoolKind> doubtful = Optional.empty();
  private long doubtfulSince;
  private TreeFacts tree;
  private Optional<Verdict> verdict = Optional.empty();
  private Optional<ExitStatus> managerEnd = Optional.empty();
  private long managerEndNanos;
  private OptionalLong askedToEnd = OptionalLong.empty();
  private OptionalLong in = OptionalLong.empty();
  private OptionalLong out = OptionalLong.empty();
  private Optional<PoolEvent.PipesFilled> fill = Optional.empty();
  private final Pace pace = new Pace();

  private PoolStory(ProcessIdentity root, StoryMeans means, TreeFacts tree) {
    this.root = root;
    this.means = means;
    this.inside = new Inside(root, means);
    this.deaths = new Deaths(means, inside);
    this.tree = tree;
    this.pool = recognise(tree).filter(this::isCertain);
  }

  /// Looks for the first time.
  ///
  /// @param facts takes what the watch tells, on any thread
  /// @return empty when the process is gone, or this system has no means
  static Optional<PoolStory> begin(ProcessIdentity root, Probes probes, Consumer<Fact> facts) {
    return StoryMeans.open(root, probes, facts)
        .flatMap(means -> {
          means.watch(root);
          Optional<TreeFacts> first = means.trees().read(root, List.of(), true);
          if (first.isEmpty()) {
            means.close();
          }
          return first.map(tree -> new PoolStory(root, means, tree));
        });
  }

  private static Optional<FoundPool> recognise(TreeFacts tree) {
    return Recognition.managedBy(tree, tree.root())
        .filter(found -> found.kind() != PoolKind.GENERIC)
        .or(() -> Recognition.of(tree));
  }

  boolean maySignal() {
    return means.trees().sightOf(root).signals();
  }

  long nowNanos() {
    return means.now();
  }

  /// The events that every listener gets first.
  List<PoolEvent> first() {
    List<PoolEvent> events = new ArrayList<>();
    events.add(new PoolEvent.JobStarted(0, means.description(tree.root(), workersNow())));
    pool.ifPresent(found -> events.add(recognised(found)));
    events.addAll(look());
    return events;
  }

  private int workersNow() {
    return pool.map(found -> found.workers().size()).orElse(0);
  }

  private PoolEvent recognised(FoundPool found) {
    Sight sight = inside.sightOf(found.manager().process());
    return new PoolEvent.PoolRecognised(
        means.now(), found.kind(), found.reason(), sight.cannot(), sight.remedy().orElse(""));
  }

  /// How long until the next look is due; not positive when it is.
  long nextLookNanos() {
    return pace.untilLookNanos(means.now());
  }

  /// Has the next look taken in a moment: something has just happened.
  void lookSoon() {
    pace.soon(means.now());
  }

  /// Looks at everything, and tells what has changed.
  List<PoolEvent> look() {
    long began = means.now();
    boolean thorough = pace.isThorough(began);
    List<PoolEvent> events = new ArrayList<>();
    List<ProcessIdentity> also =
        members.values().stream().filter(Member::isAlive).map(Member::process).toList();
    if (managerEnd.isEmpty()) {
      Optional<TreeFacts> read = means.trees().read(root, also, thorough);
      read.ifPresent(next -> tree = next);
      if (read.isPresent()) {
        recogniseAgain(thorough, events);
        movement.saw(tree);
        join(events);
        lookInside(events);
        observe(events);
        fill(events);
      }
    }
    deaths.release(members.values(), managerEnd.isPresent(), events);
    if (pace.takeSample(began)) {
      events.addAll(means.sample(members.values(), helpers()));
    }
    conclude(events);
    schedule(began);
    return events;
  }

  /// Also while nobody knows what the processes are: a short program is over before that.
  private void lookInside(List<PoolEvent> events) {
    ProcessIdentity manager = pool.map(found -> found.manager().process()).orElse(root);
    inside.look(manager, members::get, events);
  }

  private void schedule(long began) {
    long now = means.now();
    boolean undecided = pool.isEmpty() && now - means.firstLookNanos() < GENERIC_NANOS * 2;
    pace.looked(began, now, undecided, deaths.isHolding() ? Deaths.HELD_NANOS / 4 : Long.MAX_VALUE);
  }

  private void recogniseAgain(boolean thorough, List<PoolEvent> events) {
    if (pool.isEmpty() || isDoubtful(pool.get().kind())) {
      Optional<FoundPool> found =
          thorough ? recognise(tree).filter(this::isCertain) : Optional.empty();
      found =
          found
              .filter(it -> it.kind() == PoolKind.PYTHON_MULTIPROCESSING_POOL || !isExecutor())
              .filter(it -> !isTakenForMultiprocessing() || isBilliardAfterAll(it));
      boolean isNew =
          found.isPresent()
              && (pool.isEmpty() || pool.get().kind() != found.get().kind())
              && members.values().stream().noneMatch(Member::isAlive);
      boolean isBetter = found.isPresent() && pool.isPresent() && isSameManager(found.get());
      if (isNew || isBetter) {
        boolean tell = pool.isEmpty() || pool.get().kind() != found.orElseThrow().kind();
        pool = found;
        if (tell) {
          events.add(recognised(found.orElseThrow()));
        }
        return;
      }
    }
    pool = pool.map(known -> Succession.next(known, tree));
  }

  private boolean isTakenForMultiprocessing() {
    return pool.filter(it -> it.kind() == PoolKind.PYTHON_MULTIPROCESSING_POOL).isPresent();
  }

  /// Both have the same pipes, and which of them it is shows only while its thread for results
  /// waits.
  private boolean isBilliardAfterAll(FoundPool found) {
    return found.kind() == PoolKind.BILLIARD_POOL && isSameManager(found);
  }

  private boolean isExecutor() {
    return pool.filter(it -> it.kind() == PoolKind.PYTHON_PROCESS_POOL_EXECUTOR).isPresent();
  }

  /// Whether another look could know better.
  private static boolean isDoubtful(PoolKind kind) {
    return switch (kind) {
      case GENERIC, PYTHON_PROCESS_POOL_EXECUTOR, PYTHON_MULTIPROCESSING_POOL -> true;
      case BILLIARD_POOL, LOKY, CELERY_PREFORK, LIFEGUARD -> false;
    };
  }

  /// Whether a pool is what it looks like: of a kind that cannot be mistaken, or for a while.
  private boolean isCertain(FoundPool found) {
    if (found.kind() == PoolKind.PYTHON_PROCESS_POOL_EXECUTOR
        && inside.sightOf(found.manager().process()).tasks()) {
      // It tells of a pool itself, which is only not complete yet.
      return false;
    }
    long needed =
        switch (found.kind()) {
          case GENERIC -> GENERIC_NANOS;
          case PYTHON_PROCESS_POOL_EXECUTOR -> EXECUTOR_NANOS;
          case PYTHON_MULTIPROCESSING_POOL, BILLIARD_POOL, LOKY, CELERY_PREFORK, LIFEGUARD -> 0;
        };
    if (doubtful.filter(found.kind()::equals).isEmpty()) {
      doubtful = Optional.of(found.kind());
      doubtfulSince = means.now();
    }
    return means.now() - doubtfulSince >= needed;
  }

  private boolean isSameManager(FoundPool found) {
    return pool.map(known -> known.manager().process().isSameAs(found.manager().process()))
        .orElse(false);
  }

  /// Welcomes processes that have become workers.
  private void join(List<PoolEvent> events) {
    if (pool.isEmpty()) {
      return;
    }
    boolean wasThere = tree.atNanos() <= means.firstLookNanos();
    for (long pid : pool.get().workers()) {
      Optional<ProcessFacts> facts =
          tree.of(pid).filter(it -> it.state() != dev.lifeguard.job.RunState.ZOMBIE);
      Member known = members.get(pid);
      boolean isKnown =
          known != null && facts.map(it -> it.process().isSameAs(known.process())).orElse(true);
      if (!isKnown) {
        facts.ifPresent(it -> welcome(it, wasThere, events));
      }
    }
  }

  private void welcome(ProcessFacts facts, boolean wasThere, List<PoolEvent> events) {
    int number = byWorker.size() + 1;
    Member member = new Member(number, facts, means.now(), wasThere);
    OptionalInt replaces = deaths.nextToReplace();
    members.put(facts.pid(), member);
    byWorker.put(number, member);
    long now = means.now();
    events.add(new PoolEvent.WorkerStarting(now, number, replaces));
    events.add(new PoolEvent.WorkerSpawned(now, number, facts.process()));
    events.add(new PoolEvent.WorkerReady(now, number, program(facts), facts.pid()));
    if (!means.watch(facts.process())) {
      events.addAll(
          ended(
              new ExitWatch.Ending(
                  facts.process(), new ExitStatus.Unknown(), "gone at the first look", now)));
    }
  }

  private static String program(ProcessFacts facts) {
    String path = facts.executable().isEmpty() ? facts.name() : facts.executable();
    return path.substring(path.lastIndexOf(File.separatorChar) + 1);
  }

  private void observe(List<PoolEvent> events) {
    for (Member member : members.values()) {
      Optional<ProcessFacts> facts =
          member.isAlive() ? tree.of(member.process().pid()) : Optional.empty();
      if (facts.isPresent() && facts.get().process().isSameAs(member.process())) {
        WorkerActivity now = Activities.of(pool.orElseThrow(), facts.get(), movement);
        if (member.looked(facts.get(), now, tree.atNanos())) {
          events.add(
              new PoolEvent.WorkerObserved(
                  tree.atNanos(), member.worker(), member.activity(), member.waitsFor()));
        }
      } else if (member.isAlive() && !means.tellsEnds()) {
        events.addAll(
            ended(
                new ExitWatch.Ending(
                    member.process(), new ExitStatus.Unknown(), "is there no more", means.now())));
      }
    }
  }

  private void fill(List<PoolEvent> events) {
    Optional<TaskPipes> pipes = pool.flatMap(FoundPool::pipes);
    if (pipes.isEmpty()) {
      return;
    }
    ProcessIdentity manager = pool.orElseThrow().manager().process();
    in = means.trees().bytesWaiting(manager, pipes.get().in());
    out = means.trees().bytesWaiting(manager, pipes.get().out());
    if (in.isPresent() && out.isPresent()) {
      PoolEvent.PipesFilled now =
          new PoolEvent.PipesFilled(tree.atNanos(), in.getAsLong(), out.getAsLong());
      boolean same =
          fill.filter(it -> it.taskBytes() == now.taskBytes())
              .filter(it -> it.resultBytes() == now.resultBytes())
              .isPresent();
      if (!same) {
        fill = Optional.of(now);
        events.add(now);
      }
    }
  }

  private List<ProcessIdentity> helpers() {
    return pool.map(found ->
            found.withRole(ProcessRole.HELPER).stream()
                .map(tree::of)
                .flatMap(Optional::stream)
                .map(ProcessFacts::process)
                .toList())
        .orElse(List.of());
  }

  /// A process has ended.
  List<PoolEvent> ended(ExitWatch.Ending ending) {
    lookSoon();
    if (ending.process().isSameAs(root)) {
      managerEnd = Optional.of(ending.status());
      managerEndNanos = ending.atNanos();
      List<PoolEvent> events = new ArrayList<>();
      lookInside(events);
      deaths.release(members.values(), true, events);
      inside.end(events);
      events.add(new PoolEvent.ManagerEnded(ending.atNanos(), ending.status()));
      conclude(events);
      return events;
    }
    Member member = members.get(ending.process().pid());
    if (member == null || !member.process().isSameAs(ending.process()) || !member.isAlive()) {
      return List.of();
    }
    List<PoolEvent> events = new ArrayList<>();
    // What it had in hand, while that can still be told of a living worker.
    lookInside(events);
    events.addAll(deaths.of(member, ending, managerEnd.isPresent()));
    conclude(events);
    return events;
  }

  /// The kernel turns out to have killed a worker.
  List<PoolEvent> refined(Fact.OutOfMemory oom) {
    return deaths.refined(oom);
  }

  private void conclude(List<PoolEvent> events) {
    if (pool.isEmpty()) {
      managerEnd.ifPresent(status -> {
        pool = Optional.of(Succession.nothing(tree.root()));
      });
      if (pool.isEmpty()) {
        return;
      }
    }
    Observation seen =
        new Observation(
            pool.get(), present(), movement, in, out, deaths.seen(), managerEnd, inside.view());
    Verdict now = Judge.of(seen);
    boolean othersEnd =
        managerEnd.isPresent()
            && !seen.workers().isEmpty()
            && means.now() - managerEndNanos < FOLLOWING_NANOS;
    if (othersEnd) {
      // Most workers follow their manager in a moment; only those that do not are worth a word.
      return;
    }
    boolean ending =
        askedToEnd.isPresent()
            && managerEnd.isEmpty()
            && means.now() - askedToEnd.getAsLong() < ENDING_NANOS;
    if (ending) {
      return;
    }
    boolean early = tree.atNanos() - means.firstLookNanos() < PoolRules.SETTLED_NANOS;
    if (early && verdict.isEmpty() && isRest(now)) {
      // A pool that hangs looks idle at the first look; it takes two, a second apart, to tell.
      return;
    }
    if (verdict.filter(now::saysTheSameAs).isEmpty()) {
      verdict = Optional.of(now);
      events.add(new PoolEvent.VerdictReached(means.now(), now));
    }
  }

  private static boolean isRest(Verdict verdict) {
    return switch (verdict.kind()) {
      case HEALTHY, IDLE, UNKNOWN -> true;
      case SUSPENDED,
          LOST_TASK,
          LOCK_HELD_BY_DEAD_WORKER,
          BROKEN_POOL,
          STALLED,
          CRASH_LOOP,
          ENDED ->
          false;
    };
  }

  /// The last look without those whose end has been seen since.
  private TreeFacts present() {
    List<ProcessFacts> there =
        tree.processes().stream()
            .filter(process -> {
              Member member = members.get(process.pid());
              return member == null
                  || !member.process().isSameAs(process.process())
                  || member.isAlive();
            })
            .toList();
    return new TreeFacts(tree.atNanos(), there);
  }

  /// How the manager would be asked to end.
  EndMeans endMeans() {
    return new Requests(root, pool, byWorker, tree, means, pace).endMeans();
  }

  /// What a user asks for.
  ///
  /// @param intent takes the event that says what is about to be done, before it is done
  CommandAnswer ask(Command command, Consumer<PoolEvent> intent) {
    CommandAnswer answer =
        new Requests(root, pool, byWorker, tree, means, pace).answer(command, intent);
    boolean isEnd = command instanceof Command.Stop || command instanceof Command.Abort;
    if (isEnd && answer instanceof CommandAnswer.Accepted) {
      askedToEnd = OptionalLong.of(means.now());
    }
    return answer;
  }

  @Override
  public void close() {
    inside.close();
    means.close();
  }
}
