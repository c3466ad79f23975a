package dev.lifeguard.probe;

/// Whether workers can have cgroups of their own here.
public sealed interface CgroupOffer {
  /// They can; it was tried.
  ///
  /// @param words where, for people: `cgroup v1 below /user.slice`
  record Here(WorkerCgroups cgroups, String words) implements CgroupOffer {}

  /// They cannot.
  ///
  /// @param reason what is missing and what would help, a sentence without its end
  record NotHere(String reason) implements CgroupOffer {}
}
