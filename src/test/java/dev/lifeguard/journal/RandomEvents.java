package dev.lifeguard.journal;

import dev.lifeguard.job.Payload;
import dev.lifeguard.job.PoolEvent;
import dev.lifeguard.job.TaskSpan;
import java.lang.reflect.Constructor;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;

/// Events of every kind there is, made from the declarations of their records: a kind that is added
/// tomorrow is generated tomorrow.
final class RandomEvents {
  // Quotes, escapes, control characters, two to four bytes of UTF-8, and half a surrogate pair.
  private static final String[] TEXTS = {
    "", "plain", "\"quoted\\\"", "\n\r\t\u0000\u001f\u007f", "Grüße €", "🛟", "\ud83d", "\udedf x"
  };
  private static final long[] LONGS = {
    0,
    1,
    9,
    10,
    999_999,
    1_000_000,
    1_000_001,
    12_345_678_901L,
    -1,
    -1_500_000,
    Long.MAX_VALUE,
    Long.MIN_VALUE
  };

  private final Random random;

  RandomEvents(long seed) {
    random = new Random(seed);
  }

  /// All kinds.
  static List<Class<?>> kinds() {
    return List.of(PoolEvent.class.getPermittedSubclasses());
  }

  PoolEvent next(Class<?> kind) {
    return (PoolEvent) value(kind);
  }

  private Object value(Type type) {
    if (type instanceof ParameterizedType generic) {
      Type inside = generic.getActualTypeArguments()[0];
      return generic.getRawType() == Optional.class
          ? random.nextBoolean() ? Optional.of(value(inside)) : Optional.empty()
          : list(inside);
    }
    Class<?> plain = (Class<?>) type;
    if (plain == TaskSpan.class) {
      return new TaskSpan(1 + random.nextInt(1_000_000), 1 + random.nextInt(1_000_000));
    }
    if (plain.isRecord()) {
      return record(plain);
    }
    if (plain.isSealed()) {
      return value(pick(plain.getPermittedSubclasses()));
    }
    return plain.isEnum() ? pick(plain.getEnumConstants()) : leaf(plain);
  }

  private Object leaf(Class<?> type) {
    if (type == long.class) {
      return random.nextBoolean() ? random.nextLong() : LONGS[random.nextInt(LONGS.length)];
    }
    if (type == int.class || type == Integer.class) {
      return random.nextBoolean() ? random.nextInt() : random.nextInt(20);
    }
    if (type == String.class) {
      return pick(TEXTS) + (random.nextBoolean() ? pick(TEXTS) : "");
    }
    if (type == double.class) {
      return random.nextBoolean() ? random.nextDouble() : random.nextGaussian() * 1e9;
    }
    if (type == boolean.class) {
      return random.nextBoolean();
    }
    if (type == OptionalInt.class) {
      return random.nextBoolean() ? OptionalInt.of(random.nextInt()) : OptionalInt.empty();
    }
    if (type == OptionalLong.class) {
      return random.nextBoolean() ? OptionalLong.of(random.nextLong()) : OptionalLong.empty();
    }
    if (type == Instant.class) {
      return Instant.ofEpochMilli(random.nextLong(4_000_000_000_000L));
    }
    if (type == Payload.class) {
      // The journal does not hold payloads; what is read has empty ones.
      return Payload.EMPTY;
    }
    throw new AssertionError("teach RandomEvents to make a " + type);
  }

  private List<Object> list(Type inside) {
    List<Object> list = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      list.add(value(inside));
    }
    return list;
  }

  private Object record(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    Object[] values =
        Arrays.stream(components).map(c -> value(c.getGenericType())).toArray(Object[]::new);
    try {
      Constructor<?> constructor = type.getDeclaredConstructor(types);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot make a " + type, e);
    }
  }

  private <T> T pick(T[] choices) {
    return choices[random.nextInt(choices.length)];
  }
}
