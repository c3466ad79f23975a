package dev.lifeguard.javaworker;

import java.io.File;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Finds the class that runs the tasks, and makes its one object.
final class Target {
  private Target() {}

  /// Why there is no object, in words with the remedy.
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message, @Nullable Throwable cause) {
      super(message, cause);
    }
  }

  /// An object of this class.
  ///
  /// @throws Unusable if the class is missing or cannot be used
  /// @throws Throwable what its constructor or its static initializer threw
  @SuppressWarnings("unchecked") // Any function takes an object, and answers with one.
  static Function<@Nullable Object, @Nullable Object> create(String className) throws Throwable {
    Class<?> type = find(className);
    if (!Function.class.isAssignableFrom(type)) {
      throw new Unusable(
          "the class " + className + " does not implement java.util.function.Function", null);
    }
    if (!Modifier.isPublic(type.getModifiers()) || Modifier.isAbstract(type.getModifiers())) {
      throw new Unusable("the class " + className + " is not public, or it is abstract", null);
    }
    try {
      return (Function<@Nullable Object, @Nullable Object>) type.getConstructor().newInstance();
    } catch (NoSuchMethodException missing) {
      throw new Unusable(
          "the class " + className + " has no public constructor without parameters", missing);
    } catch (InvocationTargetException thrown) {
      throw thrown.getCause() == null ? thrown : thrown.getCause();
    }
  }

  private static Class<?> find(String className) throws Unusable {
    try {
      return Class.forName(className, true, ClassLoader.getSystemClassLoader());
    } catch (ClassNotFoundException missing) {
      throw new Unusable("there is no class " + className + " on the class path" + hint(), missing);
    }
  }

  /// The entries of the user's class path, which stand behind ours, that are not there.
  private static String hint() {
    List<String> entries =
        Arrays.asList(System.getProperty("java.class.path", "").split(File.pathSeparator, -1));
    List<String> missing =
        entries.stream().skip(1).filter(entry -> !new File(entry).exists()).toList();
    String all = String.join(File.pathSeparator, entries.subList(1, entries.size()));
    return missing.isEmpty()
        ? " (" + all + "); check `java` and `classpath`"
        : "; this part of it does not exist: " + String.join(", ", missing);
  }
}
