package dev.lifeguard.journal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Writes the files of a run into a [PackedRun], and no more of them than there was when it began:
/// a run that goes on is packed up to now. Its journal is measured before its results, so every
/// result of a task that has ended in it is there; a torn last line is normal in both.
final class Packing {
  /// What the file says about itself when the job was going on. A reader that does not know it
  /// takes the supervisor for gone.
  static final String EARLY = "saved while the job was going on";

  private static final int BLOCK = 128 << 10;

  private final PackProgress progress;
  private final long total;
  private long done;

  private Packing(long total, PackProgress progress) {
    this.total = total;
    this.progress = progress;
  }

  /// Packs files.
  ///
  /// @param early whether the job goes on
  static Tried<Path> pack(
      List<PackedRun.Member> members, boolean early, Path file, PackProgress progress) {
    if (Files.isDirectory(file)) {
      // A move would take an empty one away.
      return new Tried.Refused<>(file + " is a directory; name a file in it");
    }
    long total = members.stream().mapToLong(PackedRun.Member::bytes).sum();
    Packing packing = new Packing(total, progress);
    try (FreshFile fresh = FreshFile.open(file)) {
      ZipOutputStream zip = new ZipOutputStream(fresh.out());
      if (early) {
        zip.setComment(EARLY);
      }
      for (PackedRun.Member member : members) {
        zip.putNextEntry(new ZipEntry(member.name()));
        if (!packing.copied(member, zip)) {
          return new Tried.Refused<>("Packing into " + file + " was given up, as it was wished");
        }
        zip.closeEntry();
      }
      zip.finish();
      fresh.complete();
      return new Tried.Done<>(file);
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannotPack(file, e));
    }
  }

  /// @return whether to go on
  private boolean copied(PackedRun.Member member, OutputStream out) throws IOException {
    byte[] block = new byte[BLOCK];
    long left = member.bytes();
    try (InputStream in = Files.newInputStream(member.file())) {
      while (left > 0) {
        int read = in.read(block, 0, (int) Math.min(block.length, left));
        if (read < 0) {
          // The middle of an output file is dropped when it gets too large.
          break;
        }
        out.write(block, 0, read);
        left -= read;
        done += read;
        if (!progress.goesOn(done, total)) {
          return false;
        }
      }
    }
    done += left;
    return true;
  }
}
