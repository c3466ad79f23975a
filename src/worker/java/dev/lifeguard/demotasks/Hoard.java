package dev.lifeguard.demotasks;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/// The work of the demonstration of an exhausted heap. One item needs more memory than there is,
/// the first time that it is run.
public final class Hoard implements Function<Object, Object> {
  private static final Path HAS_HOARDED = Path.of("has-hoarded");
  private static final int BLOCK_BYTES = 4 << 20;

  /// Called by the worker.
  public Hoard() {}

  @Override
  public Object apply(Object item) {
    if (item.equals(5L) && isFirstTime()) {
      List<byte[]> hoard = new ArrayList<>();
      while (true) {
        hoard.add(new byte[BLOCK_BYTES]);
        System.out.println("holding " + hoard.size() * (BLOCK_BYTES >> 20) + " MiB");
      }
    }
    return item.hashCode();
  }

  /// Leaves a file, by which whoever comes again knows.
  private static boolean isFirstTime() {
    try {
      Files.createFile(HAS_HOARDED);
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    } catch (IOException e) {
      throw new IllegalStateException("the demonstration cannot leave its mark", e);
    }
  }
}
