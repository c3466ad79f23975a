package dev.lifeguard.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
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
    Set<String> packages = new TreeSet<>();
    ProductionClasses.ALL.forEach(type -> packages.add(type.getPackageName()));
    assertThat(packages).as("packages read from target/classes").hasSizeGreaterThan(10);

    packages.removeIf(name -> PackageTable.rowOf(name).isPresent());
    // module-info lives in no package.
    packages.remove("");
    assertThat(packages).as("packages without a row: decide what each may import").isEmpty();
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
