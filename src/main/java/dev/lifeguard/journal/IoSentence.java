package dev.lifeguard.journal;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Puts what a file system refused into one sentence with a remedy.
final class IoSentence {
  private IoSentence() {}

  /// `Lifeguard cannot write /x/y: no space left on the device; free some space there …`
  static String cannot(String verb, Path path, IOException cause) {
    return "Lifeguard cannot " + verb + " " + path + ": " + reason(cause) + "; " + remedy(cause);
  }

  /// The same of a file that packing makes, whose name the user has chosen.
  static String cannotPack(Path file, IOException cause) {
    String reason = reason(cause);
    return "Lifeguard cannot pack into "
        + file
        + ": "
        + reason
        + "; "
        + (isFull(reason)
            ? "free some space there, or choose another place"
            : "choose another place");
  }

  private static boolean isFull(String reason) {
    String small = reason.toLowerCase(Locale.ROOT);
    return small.contains("no space") || small.contains("quota");
  }

  static String reason(IOException cause) {
    return switch (cause) {
      case NoSuchFileException _ -> "it does not exist";
      case NotDirectoryException _ -> "a part of its path is a file";
      case FileAlreadyExistsException _ -> "a file of this name is in the way";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> small(e.getReason());
      default -> small(cause.getMessage());
    };
  }

  private static String remedy(IOException cause) {
    String reason = reason(cause).toLowerCase(Locale.ROOT);
    if (isFull(reason)) {
      return "free some space there, or name another place with --run-dir";
    }
    if (reason.contains("too many open files")) {
      return "raise the limit with: ulimit -n 4096";
    }
    if (cause instanceof NoSuchFileException) {
      return "check the path";
    }
    return "make it writable for you, or name another place with --run-dir";
  }

  private static String small(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return "the system gave no reason";
    }
    boolean word = text.length() > 1 && Character.isLowerCase(text.charAt(1));
    return word ? Character.toLowerCase(text.charAt(0)) + text.substring(1) : text;
  }
}
