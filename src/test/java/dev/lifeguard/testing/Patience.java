package dev.lifeguard.testing;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/// How long a test waits for what must happen. The deadline only ends a test that has failed; it
/// says nothing about how fast anything is. So it is long: on two processors that fifteen threads
/// wanted, a test of 0.4 s took 15 s, and the ten of Awaitility's own patience were over.
public final class Patience {
  /// For everything that has no reason of its own to take longer.
  public static final Duration PATIENCE = Duration.ofSeconds(60);

  private Patience() {}

  /// A wait with this patience.
  public static ConditionFactory await() {
    return Awaitility.await().atMost(PATIENCE);
  }

  /// The same with a name, for the message when it does not happen.
  public static ConditionFactory await(String what) {
    return Awaitility.await(what).atMost(PATIENCE);
  }
}
