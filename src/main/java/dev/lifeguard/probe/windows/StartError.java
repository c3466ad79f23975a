package dev.lifeguard.probe.windows;

import dev.lifeguard.probe.ShortageException;
import java.io.IOException;

/// Why a process was not started, in words. Pure.
final class StartError {
  private StartError() {}

  /// What Windows means by this number (`winerror.h`).
  static String words(int error) {
    String meaning =
        switch (error) {
          case 2, 3 -> "there is no such file";
          case 5 -> "Windows does not allow it";
          case 8, 14, 1450, 1455, 1816 -> "Windows has no room for one more process";
          case 193, 216 -> "it is no program for this Windows";
          case 206 -> "the command line is longer than the 32,767 characters that Windows takes";
          case 225, 226 -> "the virus scanner takes it for malware";
          case 267 -> "its directory is none, or the name of that is too long";
          case 740 -> "it wants to be run as administrator";
          case 1260 -> "a policy of this machine forbids it";
          default -> "it was refused";
        };
    return meaning + " (error " + error + " of Windows)";
  }

  /// The same as an exception, which tells whose fault it is.
  static IOException of(int error) {
    return switch (error) {
      case 8, 14, 1450, 1455, 1816 -> new ShortageException(words(error));
      default -> new IOException(words(error));
    };
  }
}
