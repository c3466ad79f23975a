package dev.lifeguard.journal;

import dev.lifeguard.job.ByteSize;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/// A `.lifeguard` file: the recording of a run in one portable file, which is a zip of the files of
/// its directory.
///
/// It may come from anybody. Only the files that a run has are taken out of it, under the names
/// that a run gives them, so no entry can lead anywhere else; and no more than the disk can bear.
public final class PackedRun {
  /// How such files are named.
  public static final String SUFFIX = ".lifeguard";

  private static final String JOURNAL = "journal.jsonl";
  private static final Pattern MEMBER =
      Pattern.compile(
          "job\\.yaml|items\\.jsonl|journal\\.jsonl|results\\.jsonl|report\\.json"
              + "|output/worker-[1-9]\\d{0,8}\\.log");
  private static final int BLOCK = 128 << 10;
  private static final int FIRST_BYTES_OF_ZIP = 0x504b0304;

  private PackedRun() {}

  /// A file that is to be packed.
  ///
  /// @param name its name in the packed one
  /// @param bytes so much of it there is now
  record Member(String name, Path file, long bytes) {}

  /// What packing a run would give away of one file.
  ///
  /// @param name its name in the run directory
  /// @param bytes so long it is now
  public record Part(String name, long bytes) {}

  /// The files of a run's recording that are there, in the order in which they are packed.
  static List<Member> members(RunDirectory run) throws IOException {
    List<Member> members = new ArrayList<>();
    List<Path> files =
        new ArrayList<>(
            List.of(run.jobFile(), run.report(), run.journal(), run.results(), run.items()));
    if (Files.isDirectory(run.outputDirectory())) {
      try (Stream<Path> outputs = Files.list(run.outputDirectory())) {
        outputs.sorted().forEach(files::add);
      }
    }
    for (Path file : files) {
      String name = run.path().relativize(file).toString().replace('\\', '/');
      if (Files.isRegularFile(file) && MEMBER.matcher(name).matches()) {
        members.add(new Member(name, file, Files.size(file)));
      }
    }
    return members;
  }

  /// Whether this is such a file, by its first bytes. Reads the disk.
  public static boolean is(Path file) {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] first = in.readNBytes(4);
      return file.toString().endsWith(SUFFIX)
          || (first.length == 4 && ByteBuffer.wrap(first).getInt() == FIRST_BYTES_OF_ZIP);
    } catch (IOException e) {
      // What cannot be read is refused where it is read.
      return file.toString().endsWith(SUFFIX);
    }
  }

  /// Packs a run; one that goes on up to now.
  ///
  /// @param goesOn whether its job goes on
  /// @param file made, or replaced when it is complete
  public static Tried<Path> pack(
      RunDirectory run, boolean goesOn, Path file, PackProgress progress) {
    try {
      return Packing.pack(members(run), goesOn, file, progress);
    } catch (IOException e) {
      return new Tried.Refused<>(IoSentence.cannot("read", run.path(), e));
    }
  }

  /// Packs a run without what may be secret: items, results, messages of errors, whatever the
  /// workers printed, names of processes and directories.
  ///
  /// @param goesOn whether its job goes on
  /// @param jobFile the text of the job file without its secrets; empty when there is none
  /// @param file made, or replaced when it is complete
  public static Tried<Path> packRedacted(
      RunDirectory run, boolean goesOn, String jobFile, Path file, PackProgress progress) {
    return RedactedRun.pack(run, goesOn, jobFile, file, progress);
  }

  /// What packing a run would give away, for the user to read before.
  public static List<Part> contents(RunDirectory run) throws IOException {
    return members(run).stream().map(each -> new Part(each.name(), each.bytes())).toList();
  }

  /// Whether the job was going on when it was packed. Reads the disk.
  static boolean isEarly(Path file) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      return Packing.EARLY.equals(zip.getComment());
    } catch (IOException e) {
      // Whoever reads what is in it says what is the matter.
      return false;
    }
  }

  /// Takes a recording out of its file, into a directory that is there and empty. What does not fit
  /// to its checksum is refused: a damaged digit looks as good as any other.
  ///
  /// @param mostBytes more than this is refused, whatever the file says about itself
  static Tried<RunDirectory> unpack(Path file, Path directory, long mostBytes) {
    try (ZipFile zip = new ZipFile(file.toFile())) {
      long left = mostBytes;
      Set<String> seen = new HashSet<>();
      for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
        ZipEntry entry = all.nextElement();
        if (entry.isDirectory() && entry.getName().equals("output/")) {
          continue;
        }
        if (!MEMBER.matcher(entry.getName()).matches() || !seen.add(entry.getName())) {
          return refused(file, "it holds '" + shown(entry.getName()) + "', which no run has");
        }
        CRC32 sum = new CRC32();
        left = copied(zip, entry, directory.resolve(entry.getName()), left, sum);
        if (left < 0) {
          return refused(
              file,
              "what it holds is larger than "
                  + ByteSize.text(mostBytes)
                  + ", for which there is no room");
        }
        if (sum.getValue() != entry.getCrc()) {
          return refused(file, "its " + entry.getName() + " is damaged: the checksum is another");
        }
      }
      return seen.contains(JOURNAL)
          ? withJournal(file, RunDirectory.of(directory))
          : refused(file, "it holds no " + JOURNAL);
    } catch (ZipException | IllegalArgumentException e) {
      return refused(file, "it is no whole zip file (" + e.getMessage() + ")");
    } catch (IOException e) {
      return refused(file, IoSentence.reason(e));
    }
  }

  /// Whoever hears of a refusal knows the file by its own name, and not by where it was unpacked.
  private static Tried<RunDirectory> withJournal(Path file, RunDirectory run) throws IOException {
    return switch (JournalReader.open(run.journal())) {
      case Tried.Done<JournalReader>(JournalReader reader) -> {
        reader.close();
        yield new Tried.Done<>(run);
      }
      case Tried.Refused<JournalReader>(String sentence) ->
          refused(file, sentence.replace(run.journal().toString(), "its " + JOURNAL));
    };
  }

  private static String shown(String name) {
    String plain = name.replaceAll("\\p{Cntrl}", "?");
    return plain.substring(0, Math.min(plain.length(), 80));
  }

  private static Tried<RunDirectory> refused(Path file, String why) {
    return new Tried.Refused<>(file + " is no recording that can be opened: " + why);
  }

  /// @return how many bytes may still come; negative when there were more than that
  private static long copied(ZipFile zip, ZipEntry entry, Path target, long most, CRC32 sum)
      throws IOException {
    RunDirectory.createPrivately(
        Objects.requireNonNull(target.getParent(), "it is in the directory"));
    long left = most;
    byte[] block = new byte[BLOCK];
    try (InputStream in = zip.getInputStream(entry);
        OutputStream out = Files.newOutputStream(target)) {
      for (int read = in.read(block); read > 0 && left >= 0; read = in.read(block)) {
        left -= read;
        if (left >= 0) {
          out.write(block, 0, read);
          sum.update(block, 0, read);
        }
      }
    }
    return left;
  }
}
