package dev.lifeguard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is too little is named, with what to do.
final class ShortageTest {
  private static String limits(String processes, String files) {
    return """
    Limit                     Soft Limit           Hard Limit           Units
    Max processes             %-20s 96365                processes
    Max open files            %-20s 20000                files
    """
        .formatted(processes, files);
  }

  @ParameterizedTest
  @CsvSource({"unlimited, 1024", "96365, unlimited", "64, 64"})
  void enoughIsNoShortage(String processes, String files) {
    assertThat(Shortage.in(limits(processes, files), false)).isEmpty();
  }

  @Test
  void limitsThatAreTooLowAreNamed() {
    assertThat(Shortage.in(limits("1000", "20"), true).orElseThrow())
        .isEqualTo(
            "only 20 open files are allowed and 64 are the least to begin with; raise the limit,"
                + " for example with `ulimit -n 1024`");
    assertThat(Shortage.in(limits("30", "1000"), false).orElseThrow())
        .isEqualTo(
            "only 30 processes and threads are allowed to this user and 64 are the least to begin"
                + " with; raise the limit, for example with `ulimit -u 1024`");
    assertThat(Shortage.in(limits("30", "1000"), true)).isEmpty();
  }

  @Test
  void whatRanOutIsFoundBehindAnException() {
    Throwable files = new FileSystemException("x", null, "Too many open files");
    assertThat(Shortage.behind(new CompletionException(files)).orElseThrow())
        .startsWith("too many open files");
    assertThat(
            Shortage.behind(
                new OutOfMemoryError("unable to create native thread: possibly out of memory")))
        .hasValueSatisfying(text -> assertThat(text).contains("ulimit -u"));
    assertThat(Shortage.behind(new IllegalStateException("a bug"))).isEmpty();
  }
}
