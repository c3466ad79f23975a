package dev.lifeguard.engine;

import dev.lifeguard.job.Payload;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;

/// The items that are in memory: read and not yet done with. The supervisor puts and gets, and the
/// recorder's thread takes what it has written.
///
/// Tasks are numbered one after the other, so an item lies in a page by its number. A page goes
/// when each of its numbers has been put and taken. In one map the two threads would write to the
/// same counter with every task.
final class Items {
  private static final int PAGE_BITS = 10;
  private static final int PAGE_SIZE = 1 << PAGE_BITS;

  private final Map<Integer, Page> pages = new ConcurrentHashMap<>();

  private static final class Page {
    private final AtomicReferenceArray<Payload> items = new AtomicReferenceArray<>(PAGE_SIZE);
    private final AtomicInteger taken = new AtomicInteger();
  }

  void put(int task, Payload item) {
    Page page = pages.get(task >>> PAGE_BITS);
    if (page == null) {
      page = new Page();
      pages.put(task >>> PAGE_BITS, page);
    }
    page.items.set(task & (PAGE_SIZE - 1), item);
  }

  /// The item, or nothing when the task has already ended: that can be decided in the same round as
  /// the order to run it.
  Optional<Payload> find(int task) {
    Page page = pages.get(task >>> PAGE_BITS);
    return page == null
        ? Optional.empty()
        : Optional.ofNullable(page.items.get(task & (PAGE_SIZE - 1)));
  }

  Payload take(int task) {
    Page page = pages.get(task >>> PAGE_BITS);
    Payload item = page == null ? null : page.items.getAndSet(task & (PAGE_SIZE - 1), null);
    if (page == null || item == null) {
      return Payload.EMPTY;
    }
    if (page.taken.incrementAndGet() == PAGE_SIZE) {
      pages.remove(task >>> PAGE_BITS);
    }
    return item;
  }

  /// How many pages there are, each with at least one item that has not been taken or not been put.
  int pageCount() {
    return pages.size();
  }
}
