package dev.lifeguard.jobfile;

import dev.lifeguard.job.Payload;
import dev.lifeguard.pool.PoolPolicy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/// Jobs with everything that a job may have, drawn from a seed.
final class RandomJobs {
  private static final List<String> TEXTS =
      List.of(
          "a",
          "-",
          "{}",
          "{name}",
          "",
          " x ",
          "true",
          "~",
          "007",
          "1e3",
          "#",
          "a: b",
          "[",
          "\"",
          "'",
          "\\",
          "ümlaut ☃😀",
          "\u2028",
          "tab\t",
          "line\nbreak",
          "\u0085",
          "\uFEFF",
          "*",
          "&a",
          "!!x",
          "%",
          "@",
          "`",
          "a'b\"c",
          "null",
          "- a",
          "|",
          ">");

  private final Random random;

  RandomJobs(long seed) {
    random = new Random(seed);
  }

  JobFile next() {
    WorkerKind kind = kind();
    return new JobFile(
        "job " + random.nextInt(100),
        new WorkerSpec(kind, path(), environment(), 1 + random.nextInt(10_000)),
        tasks(),
        limits(kind),
        new PoolPolicy.Retry(number(), number(), number(), 1 + number()),
        restart(),
        new JobFile.Stop(
            Duration.ofMillis(number()),
            random.nextBoolean() ? PoolPolicy.OnFailure.STOP : PoolPolicy.OnFailure.CONTINUE),
        new JobFile.Recording(Duration.ofMillis(1 + number())),
        some(() -> new SourceFile(path(), number(), "0123456789abcdef".repeat(4))));
  }

  private WorkerKind kind() {
    return switch (random.nextInt(4)) {
      case 0 ->
          new WorkerKind.Python(
              new PythonTarget.Module("docs.build", "one"),
              maybe(() -> random.nextBoolean() ? "python3" : path().toString()),
              maybe(() -> new PythonTarget.Module("a", "b")),
              random.nextBoolean()
                  ? new WorkerKind.Start.Spawn()
                  : new WorkerKind.Start.Template(some(() -> "docs.m" + number())));
      case 1 -> new WorkerKind.Command(words(), random.nextBoolean());
      case 2 -> new WorkerKind.Java("com.acme.Render$X", some(this::path), some(this::text));
      default -> new WorkerKind.Program(words());
    };
  }

  private List<String> words() {
    List<String> words = new ArrayList<>(some(this::text));
    words.addFirst(random.nextBoolean() ? "convert" : path().toString());
    return words;
  }

  private Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    some(this::text)
        .forEach(value -> environment.put("N" + number() + value.replace("=", ""), value));
    return environment;
  }

  private ItemsSpec tasks() {
    return switch (random.nextInt(7)) {
      case 0 -> new ItemsSpec.Lines(path());
      case 1 -> new ItemsSpec.Jsonl(path());
      case 2 -> new ItemsSpec.Csv(path());
      case 3 -> new ItemsSpec.Range(-number(), number());
      case 4 ->
          new ItemsSpec.Stdin(
              random.nextBoolean() ? ItemsSpec.Stdin.Format.LINES : ItemsSpec.Stdin.Format.JSONL);
      case 5 -> new ItemsSpec.Glob("/data/**/*.{md,txt}");
      default -> new ItemsSpec.Inline(some(() -> Payload.of("[" + number() + ",null,true]")));
    };
  }

  private JobFile.Limits limits(WorkerKind kind) {
    OptionalLong task = maybeLong(1_000_000L + number() * 1_000L);
    OptionalLong memory = maybeLong((2L << 20) + number());
    boolean soft = kind instanceof WorkerKind.Python;
    boolean recycle = !(kind instanceof WorkerKind.Command);
    return new JobFile.Limits(
        (1L << 20) + number(),
        task,
        soft ? maybeLong(1 + random.nextInt(1_000_000)) : OptionalLong.empty(),
        new PoolPolicy.Hang(maybeLong(1 + number()), random.nextBoolean()),
        memory,
        recycle
            ? new PoolPolicy.Recycle(
                random.nextBoolean() ? OptionalInt.of(1 + number()) : OptionalInt.empty(),
                maybeLong((1L << 20) + random.nextInt(1 << 20)))
            : PoolPolicy.Recycle.NEVER);
  }

  private PoolPolicy.Restart restart() {
    long first = number();
    return new PoolPolicy.Restart(number(), 1_000_000L + number(), first, first + number());
  }

  private int number() {
    return random.nextInt(1 << random.nextInt(1, 20));
  }

  private String text() {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return random.nextBoolean() ? text : text + TEXTS.get(random.nextInt(TEXTS.size()));
  }

  private Path path() {
    return Path.of("/data", "d" + number(), "a b\"#: '☃'.x");
  }

  private OptionalLong maybeLong(long value) {
    return random.nextBoolean() ? OptionalLong.of(value) : OptionalLong.empty();
  }

  private <T> Optional<T> maybe(Supplier<T> value) {
    return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
  }

  private <T> List<T> some(Supplier<T> value) {
    List<T> values = new ArrayList<>();
    for (int i = random.nextInt(4); i > 0; i--) {
      values.add(value.get());
    }
    return values;
  }
}
