package dev.lifeguard.worker;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/// The tasks of [JavaWorkerTest]: a list with the name of one and its argument.
public final class JavaTasks implements Function<Object, Object> {
  @Override
  public Object apply(Object item) {
    List<?> call = item instanceof List<?> list ? list : List.of(item);
    Object argument = call.size() > 1 ? call.get(1) : 0L;
    return switch (String.valueOf(call.getFirst())) {
      case "echo" -> argument;
      case "type" -> argument == null ? "null" : argument.getClass().getSimpleName();
      case "many" ->
          new Object[] {1, 2.5, 'c', new int[] {3}, Map.of("k", true), new BigDecimal("1E+3"), "ü"};
      case "throw" -> throw new IllegalStateException("outer", new IOException("inner"));
      case "overflow" -> deeper(1);
      case "assertion" -> throw new AssertionError("not so");
      case "optional" -> Optional.of(1);
      case "path" -> List.of(Path.of("a"));
      case "nan" -> Map.of("x", Double.NaN);
      case "key" -> Map.of(List.of(1), 1);
      case "circle" -> circle();
      case "deep" -> deep(((Long) argument).intValue());
      case "long" -> "x".repeat(((Long) argument).intValue());
      case "print" -> print(String.valueOf(argument));
      case "child" -> child();
      case "heap" -> heap();
      case "no heap" -> throw new OutOfMemoryError("of my own");
      case "exit" -> exit(((Long) argument).intValue());
      case "wait" -> waitForEver();
      case "property" -> String.valueOf(System.getProperty(String.valueOf(argument)));
      default -> throw new IllegalArgumentException("unknown: " + item);
    };
  }

  private static int deeper(int n) {
    return n < 0 ? 0 : deeper(n + 1) + 1;
  }

  private static Object circle() {
    Map<String, Object> map = new HashMap<>();
    map.put("self", List.of(map));
    return map;
  }

  private static Object deep(int levels) {
    Object value = 1;
    for (int i = 0; i < levels; i++) {
      value = List.of(value);
    }
    return value;
  }

  private static Object print(String text) {
    System.out.print(text + " to out\n" + text + " unended");
    return text;
  }

  /// A process that writes to the standard output of this one.
  private static Object child() {
    try {
      return new ProcessBuilder("sh", "-c", "cat; echo from a child").inheritIO().start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Object heap() {
    List<byte[]> all = new ArrayList<>();
    while (all.size() < Integer.MAX_VALUE) {
      all.add(new byte[1 << 20]);
    }
    return all.size();
  }

  private static Object exit(int code) {
    System.exit(code);
    return code;
  }

  private static Object waitForEver() {
    System.out.println("waiting");
    try {
      new CountDownLatch(1).await();
      return "never";
    } catch (InterruptedException e) {
      return "interrupted";
    }
  }
}
