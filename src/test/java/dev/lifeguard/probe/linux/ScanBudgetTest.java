package dev.lifeguard.probe.linux;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ScanBudgetTest {
  private static final long MILLI = 1_000_000;

  @Test
  void longScanIsPaidOffBeforeTheNext() {
    ScanBudget budget = new ScanBudget();
    budget.passTo(0);
    budget.spend(60 * MILLI);
    budget.passTo(8250 * MILLI);
    assertThat(budget.allowsOne()).isFalse();
    budget.passTo(8251 * MILLI);
    assertThat(budget.allowsOne()).isTrue();
  }

  @Test
  void idleTimeIsNotSavedUpWithoutBound() {
    ScanBudget budget = new ScanBudget();
    budget.passTo(0);
    budget.passTo(3_600_000 * MILLI);
    budget.spend(5 * MILLI);
    assertThat(budget.allowsOne()).isFalse();
  }
}
