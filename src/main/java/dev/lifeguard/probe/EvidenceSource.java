package dev.lifeguard.probe;

/// A place where evidence about deaths comes from, and whether it can be used here.
///
/// @param name for people and the same as in [dev.lifeguard.job.Evidence#source]: `kernel log`
public record EvidenceSource(String name, Availability availability) {
  /// Whether a source can be used.
  public sealed interface Availability {
    /// It is being used.
    record Available() implements Availability {}

    /// It cannot be used.
    ///
    /// @param reason what is missing and how to get it, a sentence for the user
    record Unavailable(String reason) implements Availability {}
  }
}
