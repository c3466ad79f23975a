package dev.lifeguard.attach;

import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.Sight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/// The inside of a foreign pool, where there is a module of ours in it, and nothing where there is
/// none. Belongs to the thread of the pool's story.
final class Inside {
  private final ProcessIdentity root;
  private final StoryMeans means;
  private Optional<ProcessIdentity> manager = Optional.empty();
  private Optional<InsidePools> pools = Optional.empty();

  Inside(ProcessIdentity root, StoryMeans means) {
    this.root = root;
    this.means = means;
  }

  /// What a verdict is to know.
  ///
  /// @param rescues whether a call that waits for a dead worker is ended
  /// @param forgotten how many tasks are lost for good
  record View(boolean rescues, long forgotten) {}

  /// What a verdict is to know; empty while nothing is seen from inside.
  Optional<View> view() {
    return pools.filter(InsidePools::isSeen).map(it -> new View(it.rescues(), it.forgotten()));
  }

  /// Whether something is seen.
  boolean isSeen() {
    return view().isPresent();
  }

  /// What may be seen of a manager.
  Sight sightOf(ProcessIdentity of) {
    Sight outside = means.trees().sightOf(of);
    boolean told =
        InsidePools.of(means.trees(), of, root, means.originNanos())
            .filter(it -> it.isTold(of.pid()))
            .isPresent();
    return told ? outside.tellingTasks() : outside;
  }

  /// Looks, and tells what has changed.
  ///
  /// @param members the pool's processes by number, null where there is none
  void look(ProcessIdentity now, LongFunction<@Nullable Member> members, List<PoolEvent> events) {
    if (manager.filter(now::isSameAs).isEmpty()) {
      manager = Optional.of(now);
      pools.ifPresent(it -> it.end(means.now(), events));
      pools = InsidePools.of(means.trees(), now, root, means.originNanos());
    }
    pools.ifPresent(
        it -> it.look(now.pid(), means.now(), pid -> worker(members.apply(pid)), events));
  }

  private static OptionalInt worker(@Nullable Member member) {
    return member != null && member.isAlive()
        ? OptionalInt.of(member.worker())
        : OptionalInt.empty();
  }

  /// What a process has in its hands.
  Optional<BoardTasks.InHand> inHandOf(long pid) {
    return pools.flatMap(it -> it.inHandOf(pid));
  }

  /// The program has ended.
  void end(List<PoolEvent> events) {
    pools.ifPresent(it -> it.end(means.now(), events));
    pools = Optional.empty();
  }

  /// Looks no more.
  void close() {
    pools.ifPresent(it -> it.end(0, new ArrayList<>()));
    pools = Optional.empty();
  }
}
