package dev.lifeguard.job;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A piece of JSON that nobody needs to understand: an item on its way to a worker, or a result on
/// its way to the results file. Immutable by contract: neither the giver nor a taker of the array
/// writes to it.
public final class Payload {
  /// The payload of no bytes: not known here.
  public static final Payload EMPTY = new Payload(new byte[0]);

  private final byte[] utf8;

  private Payload(byte[] utf8) {
    this.utf8 = utf8;
  }

  /// A payload of these bytes, which are not copied.
  ///
  /// @param utf8 one JSON value as UTF-8, without line breaks
  public static Payload of(byte[] utf8) {
    return utf8.length == 0 ? EMPTY : new Payload(utf8);
  }

  /// A payload of this text.
  public static Payload of(String json) {
    return of(json.getBytes(StandardCharsets.UTF_8));
  }

  /// The bytes themselves, not a copy.
  public byte[] utf8() {
    return utf8;
  }

  /// Whether there is nothing in it.
  public boolean isEmpty() {
    return utf8.length == 0;
  }

  /// The length in bytes.
  public int size() {
    return utf8.length;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Payload that && Arrays.equals(utf8, that.utf8);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(utf8);
  }

  /// The JSON text.
  @Override
  public String toString() {
    return new String(utf8, StandardCharsets.UTF_8);
  }
}
