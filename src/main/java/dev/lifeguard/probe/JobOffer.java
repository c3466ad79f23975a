package dev.lifeguard.probe;

/// Whether workers can have job objects of their own here.
public sealed interface JobOffer {
  /// They can; it was tried.
  ///
  /// @param words what they do, for people: `a job object, nested in the one we are in`
  record Here(WorkerJobs jobs, String words) implements JobOffer {}

  /// They cannot.
  ///
  /// @param reason what is missing, a sentence without its end
  record NotHere(String reason) implements JobOffer {}
}
