package dev.lifeguard.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The living workers of a pool, those of them that are free, and the earliest of their deadlines.
final class Crew {
  private final List<Member> living = new ArrayList<>();
  private final Map<Integer, Member> byNumber = new HashMap<>();
  private final ArrayDeque<Member> free = new ArrayDeque<>();
  private long earliestNanos = Member.NEVER;

  void add(Member member) {
    living.add(member);
    byNumber.put(member.worker, member);
  }

  void remove(Member member) {
    living.remove(member);
    byNumber.remove(member.worker);
  }

  /// The member, or nothing when that worker is already buried.
  Optional<Member> find(int worker) {
    return Optional.ofNullable(byNumber.get(worker));
  }

  int size() {
    return living.size();
  }

  boolean isEmpty() {
    return living.isEmpty();
  }

  /// The living members, in the order in which they were started. A copy, so that they can be
  /// buried on the way.
  List<Member> all() {
    return List.copyOf(living);
  }

  void becameFree(Member member) {
    free.addLast(member);
  }

  /// The member that has been free longest.
  Optional<Member> takeFree() {
    while (!free.isEmpty()) {
      Member member = free.removeFirst();
      if (member.isFree()) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }

  /// Whether [#takeFree] would answer.
  boolean hasFree() {
    while (!free.isEmpty() && !free.peekFirst().isFree()) {
      free.removeFirst();
    }
    return !free.isEmpty();
  }

  /// A deadline of a member was set; it may be moved later without a word.
  void expect(long deadlineNanos) {
    earliestNanos = Math.min(earliestNanos, deadlineNanos);
  }

  /// The time of the next deadline, or an earlier one.
  long earliestNanos() {
    return earliestNanos;
  }

  /// Looks at every deadline anew.
  void refreshEarliest() {
    earliestNanos = Member.NEVER;
    for (Member member : living) {
      expect(member.nextDeadline());
    }
  }
}
