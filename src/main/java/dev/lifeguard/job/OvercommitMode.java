package dev.lifeguard.job;

/// What a kernel does when more memory is asked for than there is (Linux: `vm.overcommit_memory`,
/// Documentation/mm/overcommit-accounting.rst).
public enum OvercommitMode {
  /// Mode 0.
  HEURISTIC(
      "more may be promised than there is; only a single request that is larger than all memory and"
          + " swap is refused, and when memory runs out the kernel kills a process"),
  /// Mode 1.
  ALWAYS(
      "everything is promised and nothing refused; when memory runs out the kernel kills a"
          + " process"),
  /// Mode 2.
  STRICT(
      "no more is promised than the commit limit: beyond it allocations and forks fail, also when"
          + " most of what was promised is never touched"),
  /// Windows, always.
  CHARGED(
      "none: to reserve is free, what is committed is charged against the commit limit, and beyond"
          + " it an allocation fails; nobody is killed for memory"),
  /// It could not be read.
  UNKNOWN("what happens when memory runs out could not be read");

  private final String meaning;

  OvercommitMode(String meaning) {
    this.meaning = meaning;
  }

  /// What it means, a sentence without its end.
  public String meaning() {
    return meaning;
  }
}
