package dev.lifeguard.job;

import java.util.List;

/// The threads of a process.
///
/// @param threads the main thread first, then by number
/// @param unreadable what is missing, and why
public record ThreadsDetail(List<ThreadDetail> threads, List<Unreadable> unreadable) {
  /// Copies the lists.
  public ThreadsDetail {
    threads = List.copyOf(threads);
    unreadable = List.copyOf(unreadable);
  }
}
