package dev.lifeguard.probe;

import java.io.IOException;
import java.io.Serial;

/// The machine cannot start one more process now, whichever it is: its memory, its handles or its
/// rights do not suffice. What was to be done is not to blame and may be tried again.
public final class ShortageException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  /// With a sentence for the user.
  public ShortageException(String message) {
    super(message);
  }
}
