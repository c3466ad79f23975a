package dev.lifeguard.job;

import java.util.List;

/// What attaching has concluded about a pool that somebody else started.
///
/// @param sentence the conclusion for people, whole sentences
/// @param evidence what it rests on
/// @param remedy what can be done, a sentence; empty when nothing needs to be done
public record Verdict(
    VerdictKind kind,
    Certainty certainty,
    String sentence,
    List<Evidence> evidence,
    String remedy) {
  /// Copies the evidence.
  public Verdict {
    evidence = List.copyOf(evidence);
  }

  /// Whether it says the same to people; evidence of the same conclusion may grow.
  public boolean saysTheSameAs(Verdict other) {
    return kind == other.kind
        && certainty == other.certainty
        && sentence.equals(other.sentence)
        && remedy.equals(other.remedy);
  }
}
