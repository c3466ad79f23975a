package dev.lifeguard.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.Arrays;

/// The compiled classes that the rules look at, read once, and the words the rules are made of.
final class ProductionClasses {

  /// The root of all our packages.
  static final String ROOT = "dev.lifeguard";

  /// Read from the directory and not from the class path, because the tests run in the module.
  static final JavaClasses ALL = new ClassFileImporter().importPath(Path.of("target", "classes"));

  private ProductionClasses() {}

  /// Whether a class, or the elements of an array class, live in one of the packages or below it.
  static boolean isBelow(JavaClass type, String... packages) {
    String name = packageOf(type);
    return Arrays.stream(packages)
        .anyMatch(each -> name.equals(each) || name.startsWith(each + "."));
  }

  /// Whether a class, or the elements of an array class, live in exactly one of the packages.
  static boolean isIn(JavaClass type, String... packages) {
    return Arrays.asList(packages).contains(packageOf(type));
  }

  /// Whether a class, or the elements of an array class, are of a primitive type.
  static boolean isPrimitive(JavaClass type) {
    return type.getBaseComponentType().isPrimitive();
  }

  private static String packageOf(JavaClass type) {
    return type.getBaseComponentType().getPackageName();
  }
}
