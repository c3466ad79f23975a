package dev.lifeguard.probe;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.RunState;
import java.util.List;
import java.util.Optional;

/// One process of a tree at one moment, as far as these rights allow to read it.
///
/// @param parentPid the number of its parent
/// @param name its short name
/// @param command its command line, word by word; empty when it has none (a zombie) or it may not
///   be read
/// @param executable the path of its program; empty when it may not be read
/// @param threads its threads, the main one first; at most [#MOST_THREADS]
/// @param threadCount how many there are
/// @param pipes the ends of pipes it has open; empty when they may not be read
/// @param libraries base names of the shared libraries that it has loaded and that tell of a pool,
///   without their endings: `_multiprocessing`, `_billiard`
/// @param traffic the numbers of reads and writes it has made and their bytes, added up; -1 when
///   they may not be read
public record ProcessFacts(
    ProcessIdentity process,
    long parentPid,
    String name,
    List<String> command,
    String executable,
    RunState state,
    List<ThreadFacts> threads,
    int threadCount,
    Optional<List<PipeEnd>> pipes,
    List<String> libraries,
    long traffic) {

  /// More threads of one process are not looked at: a program of numbers has one per processor.
  public static final int MOST_THREADS = 32;

  /// Copies the lists.
  public ProcessFacts {
    command = List.copyOf(command);
    threads = List.copyOf(threads);
    pipes = pipes.map(List::copyOf);
    libraries = List.copyOf(libraries);
  }

  /// Its number.
  public long pid() {
    return process.pid();
  }

  /// What its main thread is blocked in.
  public Waiting mainWaiting() {
    return threads.isEmpty() ? new Waiting.Elsewhere() : threads.getFirst().waiting();
  }

  /// Whether all of its command line is in these words.
  public boolean commandHas(String... words) {
    String line = String.join(" ", command);
    for (String word : words) {
      if (!line.contains(word)) {
        return false;
      }
    }
    return true;
  }
}
