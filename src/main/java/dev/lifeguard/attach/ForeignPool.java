package dev.lifeguard.attach;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.EndMeans;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ExitWatch;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.ThisSystem;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A pool that Lifeguard did not start, as a source of events.
///
/// One thread owns everything ([PoolStory]): it looks at the processes several times a second, and
/// in between it is woken by deaths, which an [ExitWatch] tells within a millisecond. It also calls
/// the listeners.
public final class ForeignPool implements JobSource {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignPool.class);

  private final PoolStory story;
  private final History history = new History();
  private final List<Listener> listeners = new ArrayList<>();
  private final LinkedBlockingQueue<Fact> inbox;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final boolean mayEnd;

  private ForeignPool(PoolStory story, LinkedBlockingQueue<Fact> inbox, boolean mayEnd) {
    this.story = story;
    this.inbox = inbox;
    this.mayEnd = mayEnd;
  }

  /// Begins to watch a pool.
  ///
  /// @param root the process whose end is the end of the job: the manager, or what will start it
  /// @return empty when the process has gone meanwhile
  public static Optional<ForeignPool> watch(ProcessIdentity root, Probes probes) {
    // The one queue between the watch's threads and ours; a machine bounds it, because a process
    // ends only once.
    LinkedBlockingQueue<Fact> inbox = new LinkedBlockingQueue<>();
    return PoolStory.begin(root, probes, inbox::add)
        .map(story -> {
          ForeignPool pool = new ForeignPool(story, inbox, story.maySignal());
          Thread.ofPlatform().name("foreign-pool").daemon().start(pool::run);
          return pool;
        });
  }

  private void run() {
    try {
      publish(story.first());
      while (closed.getCount() > 0) {
        long wait = story.nextLookNanos();
        Fact fact = wait <= 0 ? inbox.poll() : inbox.poll(wait, TimeUnit.NANOSECONDS);
        for (; fact != null; fact = inbox.poll()) {
          take(fact);
        }
        if (story.nextLookNanos() <= 0) {
          publish(story.look());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException bug) {
      LOG.error("watching a pool failed", bug);
      publish(
          List.of(
              new PoolEvent.Unrecognised(
                  story.nowNanos(),
                  "recording-ends",
                  "watching ends here: an internal error, which the log has")));
    } finally {
      story.close();
    }
  }

  private void take(Fact fact) {
    switch (fact) {
      case Fact.Ended(ExitWatch.Ending ending) -> publish(story.ended(ending));
      case Fact.Started(ProcessIdentity _, ProcessIdentity _) -> story.lookSoon();
      case Fact.OutOfMemory oom -> publish(story.refined(oom));
      case Fact.Asked(Command command, CompletableFuture<CommandAnswer> answer) -> {
        List<PoolEvent> events = new ArrayList<>();
        CommandAnswer said = story.ask(command, intent -> publish(List.of(intent)));
        publish(events);
        answer.complete(said);
      }
      case Fact.AskedForMeans(CompletableFuture<EndMeans> answer) ->
          answer.complete(story.endMeans());
      case Fact.Subscribed(Listener listener) -> {
        listeners.add(listener);
        List<PoolEvent> all = history.all();
        if (!all.isEmpty()) {
          listener.accept(all);
        }
      }
    }
  }

  private void publish(List<PoolEvent> events) {
    if (!events.isEmpty()) {
      events.forEach(history::add);
      listeners.forEach(listener -> listener.accept(events));
    }
  }

  @Override
  public void subscribe(Listener listener) {
    inbox.add(new Fact.Subscribed(listener));
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
    inbox.add(new Fact.Asked(command, answer));
    return answer;
  }

  @Override
  public Optional<CompletionStage<EndMeans>> endMeans() {
    CompletableFuture<EndMeans> answer = new CompletableFuture<>();
    inbox.add(new Fact.AskedForMeans(answer));
    return Optional.of(answer);
  }

  /// How often it is measured, and signals, if these rights allow them.
  @Override
  public Set<Capability> capabilities() {
    Set<Capability> able = EnumSet.of(Capability.SET_SAMPLING);
    if (mayEnd) {
      able.add(Capability.SIGNAL_WORKERS);
      able.add(Capability.END_FOREIGN_JOB);
      if (ThisSystem.kind().hasSignals()) {
        able.add(Capability.SEND_SIGNALS);
      }
    }
    return able;
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
