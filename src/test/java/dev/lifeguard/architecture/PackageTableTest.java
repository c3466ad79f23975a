package dev.lifeguard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// The package table of the architecture.
final class PackageTableTest {

  static final List<PackageTable.Row> ROWS = PackageTable.ROWS;

  @ParameterizedTest
  @FieldSource("ROWS")
  void importsOnlyWhatItsRowAllows(PackageTable.Row row) {
    classes()
        .that()
        .resideInAPackage(row.fullName())
        .should()
        .onlyDependOnClassesThat(
            describe("are allowed by the row of '%s' in PackageTable".formatted(row), row::allows))
        .allowEmptyShould(true)
        .check(ProductionClasses.ALL);
  }

  @Test
  void everyPackageHasARow() {
    List<String> packages =
        ProductionClasses.ALL.stream()
            .filter(type -> !type.getPackageName().isEmpty())
            .map(JavaClass::getPackage)
            .map(JavaPackage::getName)
            .distinct()
            .toList();
    assertThat(packages)
        .as("packages read from target/classes")
        .hasSizeGreaterThan(10)
        .allSatisfy(name ->
            assertThat(PackageTable.rowOf(name))
                .as("row of %s in PackageTable: decide what it may import", name)
                .isPresent());
  }

  @Test
  void noPackagesDependOnEachOtherInACircle() {
    slices()
        .matching(ProductionClasses.ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .check(ProductionClasses.ALL);
  }
}
