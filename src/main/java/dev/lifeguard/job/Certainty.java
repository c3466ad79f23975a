package dev.lifeguard.job;

/// How sure a conclusion is.
public enum Certainty {
  /// The evidence leaves no other explanation.
  CERTAIN,
  /// The evidence points there, and something else would be possible.
  LIKELY,
  /// Nothing tells.
  UNKNOWN
}
