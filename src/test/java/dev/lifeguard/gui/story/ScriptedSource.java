package dev.lifeguard.gui.story;

import dev.lifeguard.job.Capability;
import dev.lifeguard.job.Command;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobOutput;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.PoolEvent;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;

/// A source that tells what a test wants it to tell, and remembers what was asked of it.
public class ScriptedSource implements JobSource {
  private final List<PoolEvent> told = new ArrayList<>();
  private final List<Listener> listeners = new ArrayList<>();
  private final List<Command> asked = new CopyOnWriteArrayList<>();
  private final Set<Capability> capabilities;
  private volatile CommandAnswer answer = new CommandAnswer.Accepted();
  private volatile boolean closed;
  private volatile Optional<JobOutput> output = Optional.empty();

  /// A source that can do everything.
  public ScriptedSource() {
    this(EnumSet.allOf(Capability.class));
  }

  /// A source that can do this much.
  public ScriptedSource(Set<Capability> capabilities) {
    this.capabilities = capabilities;
  }

  /// Tells the listeners, now and later ones as well.
  public synchronized void tell(List<PoolEvent> events) {
    told.addAll(events);
    listeners.forEach(listener -> listener.accept(List.copyOf(events)));
  }

  /// What the next commands are answered with.
  public void answerWith(CommandAnswer next) {
    answer = next;
  }

  /// What was asked, in order.
  public List<Command> asked() {
    return asked;
  }

  /// Whether the window has let go.
  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void subscribe(Listener listener) {
    listeners.add(listener);
    listener.accept(List.copyOf(told));
  }

  @Override
  public CompletionStage<CommandAnswer> send(Command command) {
    asked.add(command);
    return CompletableFuture.completedFuture(answer);
  }

  @Override
  public Set<Capability> capabilities() {
    return capabilities;
  }

  /// What its workers print, from now on.
  public void keeps(JobOutput kept) {
    output = Optional.of(kept);
  }

  @Override
  public Optional<JobOutput> output() {
    return output;
  }

  @Override
  public void close() {
    closed = true;
  }
}
