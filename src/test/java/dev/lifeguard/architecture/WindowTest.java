package dev.lifeguard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static dev.lifeguard.architecture.ProductionClasses.ROOT;
import static dev.lifeguard.architecture.ProductionClasses.isBelow;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import org.junit.jupiter.api.Test;

/// The rules of the window that hold in every feature.
final class WindowTest {

  @Test
  void viewModelsKnowNoControls() {
    noClasses()
        .that()
        .haveNameMatching(".*ViewModel(\\$.*)?")
        .should()
        .dependOnClassesThat(
            describe(
                "draw",
                type ->
                    isBelow(type, "javafx.scene", "javafx.stage", "javafx.application")
                        || isBelow(type, "javafx.fxml", "javafx.animation")
                        || isBelow(type, "org.controlsfx", "atlantafx", "org.kordamp.ikonli")))
        .because("a view-model is tested without a toolkit")
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @Test
  void onlyPulseHandsWorkToTheFxThread() {
    noClasses()
        .that()
        .haveNameNotMatching(ROOT + ".gui.common.Pulse(\\$.*)?")
        .should()
        .callCodeUnitWhere(calls("javafx.application.Platform", "runLater"))
        .because("at most one update may be in flight")
        .check(ProductionClasses.ALL);
  }

  @Test
  void nobodyRedrawsAWholeTable() {
    noClasses()
        .should()
        .callCodeUnitWhere(
            describe(
                "refresh a JavaFX control",
                call ->
                    call.getTarget().getName().equals("refresh")
                        && call.getTarget().getOwner().getAllRawSuperclasses().stream()
                            .anyMatch(
                                type -> type.getName().equals("javafx.scene.control.Control"))))
        .because("rows are reconciled in place; refresh() costs twice as much")
        .check(ProductionClasses.ALL);
  }

  private static DescribedPredicate<JavaCall<?>> calls(String owner, String method) {
    return describe(
        "call %s.%s".formatted(owner, method),
        call ->
            call.getTarget().getName().equals(method)
                && call.getTarget().getOwner().getName().equals(owner));
  }
}
