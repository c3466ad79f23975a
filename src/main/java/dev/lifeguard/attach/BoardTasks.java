package dev.lifeguard.attach;

import dev.lifeguard.attach.PoolBoard.Attempt;
import dev.lifeguard.attach.PoolBoard.Call;
import dev.lifeguard.attach.PoolBoard.Entry;
import dev.lifeguard.attach.PoolBoard.Glance;
import dev.lifeguard.attach.PoolBoard.Hand;
import dev.lifeguard.attach.PoolBoard.Note;
import dev.lifeguard.attach.PoolBoard.Place;
import dev.lifeguard.attach.PoolInstrument.Mode;
import dev.lifeguard.job.Blame;
import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskAnswer;
import dev.lifeguard.job.TaskOutcome;
import dev.lifeguard.job.TaskSpan;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/// Turns what one pool tells from inside into the events of a job.
///
/// A look sees what every worker has in hand and its last attempts. What took long is told attempt
/// by attempt. Where tasks are so short that a look finds very many, or has missed some, the rest
/// is only told to be over ([PoolEvent.TasksPassed]): nobody could look at so many rows, and the
/// program must not wait for us.
///
/// Belongs to the thread of the pool's story.
final class BoardTasks {
  /// How many attempts of one look are told one by one.
  static final int MOST_TOLD = 100;

  /// How long an attempt waits for its worker to be found among the processes.
  private static final long WELCOME_NANOS = 1_000_000_000L;

  private final PoolBoard board;
  private final Mode mode;
  private final TaskNumbers numbers;
  private final long originNanos;
  private final Map<Long, Open> open = new LinkedHashMap<>();
  private final List<Note> heldNotes = new ArrayList<>();
  private final List<Attempt> heldAttempts = new ArrayList<>();
  private final Map<Long, Long> inHands = new HashMap<>();
  private final Map<Long, Call> calls = new LinkedHashMap<>();
  private long submitted;
  private long missed;
  private long forgotten;
  private boolean closed;

  /// A task that has not ended, as far as we know.
  private static final class Open {
    private final int task;
    private final Optional<Place> place;
    private int attempts;
    private long pid;
    private int worker;
    private boolean lost;

    private Open(int task, Optional<Place> place) {
      this.task = task;
      this.place = place;
    }
  }

  /// A task in somebody's hands.
  record InHand(int task, int attempt) {}

  /// Something that has happened to a task, to be put in order of time.
  private record Happening(long atNanos, Runnable tell) {}

  /// One look, and what it takes to tell of it.
  ///
  /// @param workers the living worker that a process is
  /// @param untold see [#untoldDeaths]
  private record Look(
      long nowNanos,
      LongFunction<OptionalInt> workers,
      Map<Long, Long> untold,
      List<Happening> happenings,
      Passed passed,
      List<PoolEvent> events) {
    private boolean isUntold(long number, long atNanos) {
      return untold.getOrDefault(number, Long.MAX_VALUE) <= atNanos;
    }
  }

  /// @param originNanos the monotonic clock at the start of the job
  BoardTasks(PoolBoard board, Mode mode, TaskNumbers numbers, long originNanos) {
    this.board = board;
    this.mode = mode;
    this.numbers = numbers;
    this.originNanos = originNanos;
  }

  /// How many tasks nobody saw.
  long missed() {
    return missed;
  }

  /// How many tasks were lost for good: the calls that wait for them do not return.
  long forgotten() {
    return forgotten;
  }

  /// What a process has in its hands, as told so far.
  Optional<InHand> inHandOf(long pid) {
    return Optional.ofNullable(inHands.get(pid))
        .map(open::get)
        .map(task -> new InHand(task.task, task.attempts));
  }

  /// Looks, and tells what has changed.
  ///
  /// @param workers the living worker that a process is
  /// @return how many calls have not begun
  long look(long nowNanos, LongFunction<OptionalInt> workers, List<PoolEvent> events) {
    Optional<Glance> read = board.look();
    read.ifPresent(glance -> {
      List<Note> notes = new ArrayList<>(heldNotes);
      notes.addAll(glance.notes());
      Map<Long, Long> untold = untoldDeaths(notes, workers);
      Passed passed = new Passed(nowNanos);
      look(glance, notes, new Look(nowNanos, workers, untold, new ArrayList<>(), passed, events));
    });
    return read.map(Glance::callsWaiting).orElse(0L);
  }

  private void look(Glance glance, List<Note> notes, Look look) {
    submit(glance, look);
    addAttempts(glance, look);
    addHands(glance, look);
    addNotes(notes, look);
    look.happenings().sort(Comparator.comparingLong(Happening::atNanos));
    look.happenings().forEach(happening -> happening.tell().run());
    settle(glance, look);
    look.passed().tell(look.events());
  }

  private void addAttempts(Glance glance, Look look) {
    List<Attempt> attempts = new ArrayList<>(heldAttempts);
    heldAttempts.clear();
    // What was over before we came has no time in this job.
    glance.attempts().stream().filter(it -> it.endedNanos() >= originNanos).forEach(attempts::add);
    for (Attempt attempt : told(attempts)) {
      if (isOfNewcomer(attempt, look)) {
        look.untold().merge(attempt.number(), attempt.beganNanos(), Math::min);
      }
      if (look.isUntold(attempt.number(), attempt.beganNanos())) {
        heldAttempts.add(attempt);
      } else {
        Hand hand = new Hand(attempt.pid(), attempt.number(), attempt.beganNanos());
        add(look, hand.sinceNanos(), hand.number(), task -> began(hand, task, look));
        add(look, attempt.endedNanos(), attempt.number(), task -> ended(attempt, task, look));
      }
    }
  }

  /// Whether it may be by a worker that has not been welcomed yet.
  private boolean isOfNewcomer(Attempt attempt, Look look) {
    return look.workers().apply(attempt.pid()).isEmpty()
        && look.nowNanos() - at(attempt.endedNanos(), look.nowNanos()) < WELCOME_NANOS;
  }

  private void addHands(Glance glance, Look look) {
    for (Hand hand : glance.hands()) {
      if (!look.isUntold(hand.number(), hand.sinceNanos())) {
        add(look, hand.sinceNanos(), hand.number(), task -> began(hand, task, look));
      }
    }
  }

  private void addNotes(List<Note> notes, Look look) {
    heldNotes.clear();
    for (Note note : notes) {
      if (note.kind() == PoolBoard.Kind.ENDED) {
        addLast(note, look);
      } else if (look.isUntold(note.number(), note.atNanos())) {
        heldNotes.add(note);
        tellFirstLoss(note, look);
      } else {
        add(look, note.atNanos(), note.number(), task -> noted(note, task, look));
      }
    }
  }

  /// Who has replaced a worker has its page of the board, too: what the dead one had is told there
  /// no more.
  private void addLast(Note ended, Look look) {
    long number = ended.inHand();
    if (number != 0 && look.isUntold(number, ended.atNanos())) {
      heldNotes.add(ended);
    } else if (number != 0) {
      Hand hand = new Hand(ended.pid(), number, ended.atNanos());
      add(look, hand.sinceNanos(), number, task -> began(hand, task, look));
    }
  }

  /// A worker that took a task, died and was replaced between two looks left no other trace of it
  /// than that it was lost: then it began, at the latest.
  private void tellFirstLoss(Note note, Look look) {
    if (note.kind() == PoolBoard.Kind.LOST
        && look.untold().getOrDefault(note.number(), 0L) == note.atNanos()) {
      Hand hand = new Hand(note.pid(), note.number(), note.atNanos());
      add(look, hand.sinceNanos(), hand.number(), task -> began(hand, task, look));
    }
  }

  private void add(Look look, long atNanos, long number, Consumer<Open> tell) {
    look.happenings()
        .add(new Happening(atNanos, () -> Optional.ofNullable(open.get(number)).ifPresent(tell)));
  }

  /// What the parent has heard of, and what nobody will.
  private void settle(Glance glance, Look look) {
    Set<Long> inHand = new HashSet<>();
    glance.hands().forEach(hand -> inHand.add(hand.number()));
    for (Map.Entry<Long, Open> each : List.copyOf(open.entrySet())) {
      if (!look.untold().containsKey(each.getKey())) {
        settle(each.getKey(), each.getValue(), inHand, glance, look);
      }
    }
    if (glance.closed() && !closed) {
      numbers
          .unused(board, submitted)
          .ifPresent(span ->
              look.events()
                  .add(
                      new PoolEvent.TasksPassed(
                          look.nowNanos(), TaskOutcome.CANCELLED, List.of(span))));
    }
    closed = glance.closed();
  }

  private void settle(long number, Open task, Set<Long> inHand, Glance glance, Look look) {
    Optional<Entry> entry = board.task(number);
    if (entry.isEmpty() && task.place.isEmpty() && !inHand.contains(number)) {
      missed++;
      end(number, task, TaskOutcome.DONE, look.nowNanos(), look);
    } else if (entry.isPresent() && isAnswered(entry.get(), look)) {
      long atNanos = at(entry.get().answeredNanos(), look.nowNanos());
      end(number, task, outcome(entry.get()), atNanos, look);
    } else if (glance.closed() && closed) {
      end(number, task, TaskOutcome.CANCELLED, look.nowNanos(), look);
    }
  }

  /// What was answered only while we looked may have been lost and put back meanwhile as well: the
  /// next look tells it all, in its order.
  private boolean isAnswered(Entry entry, Look look) {
    return entry.answeredNanos() != 0 && entry.answeredNanos() - originNanos <= look.nowNanos();
  }

  private void settle(long number, long atNanos, List<PoolEvent> events) {
    Open task = open.get(number);
    Optional<Entry> entry = board.task(number).filter(it -> it.answeredNanos() != 0);
    if (task != null && entry.isPresent()) {
      ended(number, task, outcome(entry.get()), atNanos, events);
    }
  }

  private static TaskOutcome outcome(Entry entry) {
    return entry.state() == PoolBoard.State.RAISED ? TaskOutcome.FAILED : TaskOutcome.DONE;
  }

  private void submit(Glance glance, Look look) {
    for (long number = submitted + 1; number <= glance.submitted(); number++) {
      if (number <= glance.submitted() - PoolBoard.TASKS) {
        // It has been overwritten before anybody has seen it.
        missed++;
        look.passed().add(numbers.next(board, number), TaskOutcome.DONE);
        continue;
      }
      Optional<Place> place = board.task(number).map(Entry::place);
      boolean begins = place.filter(it -> it.task() == 1).isPresent();
      int task =
          begins
              ? numbers.first(board, number, place.flatMap(this::call).map(Call::tasks).orElse(0L))
              : numbers.next(board, number);
      open.put(number, new Open(task, place));
    }
    submitted = glance.submitted();
    numbers.tell(look.nowNanos(), look.events());
  }

  private Optional<Call> call(Place place) {
    Call known = calls.get(place.call());
    if (known != null) {
      return Optional.of(known);
    }
    Optional<Call> read = board.call(place.call());
    read.ifPresent(call -> {
      calls.put(place.call(), call);
      if (calls.size() > MOST_TOLD) {
        calls.remove(calls.keySet().iterator().next());
      }
    });
    return read;
  }

  /// Those that took longest, and all whose beginning has been told.
  private List<Attempt> told(List<Attempt> attempts) {
    if (attempts.size() <= MOST_TOLD) {
      return attempts;
    }
    List<Attempt> byTime = new ArrayList<>(attempts);
    byTime.sort(
        Comparator.comparing((Attempt attempt) -> !isTold(attempt))
            .thenComparingLong(attempt -> attempt.beganNanos() - attempt.endedNanos()));
    return byTime.subList(0, MOST_TOLD);
  }

  private boolean isTold(Attempt attempt) {
    Open task = open.get(attempt.number());
    return task != null && task.pid == attempt.pid();
  }

  private void began(Hand hand, Open task, Look look) {
    OptionalInt worker = look.workers().apply(hand.pid());
    if (task.pid == hand.pid() || task.lost || worker.isEmpty()) {
      return;
    }
    long atNanos = at(hand.sinceNanos(), look.nowNanos());
    Long before = inHands.put(hand.pid(), hand.number());
    if (before != null) {
      // A worker has one task: that one is over, whatever we have missed of it.
      settle(before, atNanos, look.events());
    }
    task.pid = hand.pid();
    task.worker = worker.getAsInt();
    task.attempts++;
    look.events()
        .add(new PoolEvent.TaskStarted(atNanos, task.task, task.attempts, task.worker, item(task)));
  }

  private void ended(Attempt attempt, Open task, Look look) {
    if (task.pid == attempt.pid()) {
      TaskOutcome outcome = attempt.raised() ? TaskOutcome.FAILED : TaskOutcome.DONE;
      long atNanos = at(attempt.endedNanos(), look.nowNanos());
      ended(attempt.number(), task, outcome, atNanos, look.events());
    }
  }

  private String item(Open task) {
    return task.place
        .map(place -> {
          Optional<Call> call = call(place);
          long items = call.map(Call::items).orElse(1L);
          return call.map(it -> it.function() + " ").orElse("")
              + ("#" + place.task() + ", call " + place.call())
              + (items > 1 ? ", " + items + " items" : "");
        })
        .orElse("");
  }

  /// The program is faster than we: it can have told of a loss before the death of the worker has
  /// been told, which comes first. From then on nothing is told of that task.
  ///
  /// @return numbers of tasks, each with the time of its loss
  private Map<Long, Long> untoldDeaths(List<Note> notes, LongFunction<OptionalInt> workers) {
    Map<Long, Long> since = new HashMap<>();
    for (Note note : notes) {
      // Whoever died before we came is no worker that we know, whatever its number is now.
      boolean isOld = note.atNanos() < originNanos;
      if (note.kind() == PoolBoard.Kind.LOST && !isOld && workers.apply(note.pid()).isPresent()) {
        since.merge(note.number(), note.atNanos(), Math::min);
      }
    }
    return since;
  }

  private void noted(Note note, Open task, Look look) {
    task.lost |= note.kind() == PoolBoard.Kind.LOST;
    List<PoolEvent> events = look.events();
    long atNanos = at(note.atNanos(), look.nowNanos());
    switch (note.kind()) {
      case DONE -> end(note.number(), task, TaskOutcome.DONE, atNanos, look);
      case FAILED -> end(note.number(), task, TaskOutcome.FAILED, atNanos, look);
      case LOST -> {
        if (mode == Mode.SEE) {
          forgotten++;
          ended(note.number(), task, TaskOutcome.FAILED, atNanos, events);
        }
      }
      case RETRIED -> {
        if (task.pid != 0) {
          events.add(new PoolEvent.TaskRequeued(atNanos, task.task, task.attempts, Blame.TASK));
        }
        task.lost = false;
        inHands.remove(task.pid, note.number());
        task.pid = 0;
      }
      case STARTED, ENDED -> {
        // The workers are watched from outside.
      }
    }
  }

  /// A task has ended; whether it was seen in somebody's hands is another question.
  private void end(long number, Open task, TaskOutcome outcome, long atNanos, Look look) {
    if (task.attempts > 0 || task.lost) {
      ended(number, task, outcome, atNanos, look.events());
    } else {
      open.remove(number);
      look.passed().add(task.task, outcome);
    }
  }

  private void ended(
      long number, Open task, TaskOutcome outcome, long atNanos, List<PoolEvent> events) {
    open.remove(number);
    inHands.remove(task.pid, number);
    // Put back and answered: by a worker that nobody has seen.
    boolean unseen = task.attempts > 0 && task.pid == 0 && outcome != TaskOutcome.CANCELLED;
    events.add(
        new PoolEvent.TaskEnded(
            atNanos,
            task.task,
            outcome,
            task.attempts + (unseen ? 1 : 0),
            unseen || task.worker == 0 ? OptionalInt.empty() : OptionalInt.of(task.worker),
            task.lost ? loss() : new TaskAnswer.None()));
  }

  private TaskAnswer loss() {
    return mode == Mode.SEE
        ? new TaskAnswer.Failure(
            "lost with its worker",
            "the pool has forgotten it, the call that waits for it will not return",
            Payload.EMPTY)
        : new TaskAnswer.Failure(
            "WorkerLostError", "the call that waits for it gets this exception", Payload.EMPTY);
  }

  /// The program has ended: what was in hand is no more.
  ///
  /// @return how many tasks were never taken
  int end(long nowNanos, List<PoolEvent> events) {
    board
        .look()
        .ifPresent(glance -> {
          List<Note> notes = new ArrayList<>(heldNotes);
          notes.addAll(glance.notes());
          Look last =
              new Look(
                  nowNanos,
                  _ -> OptionalInt.empty(),
                  new HashMap<>(),
                  new ArrayList<>(),
                  new Passed(nowNanos),
                  events);
          heldAttempts.clear();
          // No worker is awaited any more: what the parent knows is all that counts.
          look(glance.ofParent(), notes, last);
        });
    for (Map.Entry<Long, Open> each : List.copyOf(open.entrySet())) {
      if (each.getValue().pid != 0) {
        ended(each.getKey(), each.getValue(), TaskOutcome.CANCELLED, nowNanos, events);
      }
    }
    board.close();
    int unused = closed ? 0 : numbers.unused(board, submitted).map(TaskSpan::count).orElse(0);
    return open.size() + unused;
  }

  private long at(long monotonicNanos, long nowNanos) {
    return Math.clamp(monotonicNanos - originNanos, 0, Math.max(0, nowNanos));
  }
}
