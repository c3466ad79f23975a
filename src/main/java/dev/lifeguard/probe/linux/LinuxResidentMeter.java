package dev.lifeguard.probe.linux;

import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.ResidentMeter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Resident memory from `/proc/PID/statm`, kept open: 2 µs for each process and as much for the
/// look for its children.
final class LinuxResidentMeter implements ResidentMeter {
  private static final int THOROUGH_EVERY = 10;

  private final OpenFiles files = new OpenFiles();
  private final ChildFinder finder =
      TaskChildren.areThere() ? new TaskChildren(files) : new ParentScan();
  private final Map<Long, Tree> trees = new HashMap<>();

  @Override
  public OptionalLong residentBytes(ProcessIdentity process) {
    Tree tree = trees.computeIfAbsent(process.pid(), _ -> new Tree(process));
    if (!tree.identity.isSameAs(process)) {
      tree.close();
      tree = new Tree(process);
      trees.put(process.pid(), tree);
    }
    return tree.measure();
  }

  @Override
  public void keepOnly(Collection<ProcessIdentity> processes) {
    Set<Long> kept = new HashSet<>();
    processes.forEach(process -> kept.add(process.pid()));
    trees
        .values()
        .removeIf(tree -> {
          boolean gone = !kept.contains(tree.identity.pid());
          if (gone) {
            tree.close();
          }
          return gone;
        });
  }

  @Override
  public void close() {
    trees.values().forEach(Tree::close);
    trees.clear();
  }

  /// A worker and its descendants.
  private final class Tree {
    private final ProcessIdentity identity;
    private final Map<Long, Member> members = new HashMap<>();
    private int rounds;

    Tree(ProcessIdentity identity) {
      this.identity = identity;
    }

    OptionalLong measure() {
      boolean thorough = rounds++ % THOROUGH_EVERY == 0;
      if (thorough) {
        finder.beginRound();
      }
      ArrayDeque<Long> todo = new ArrayDeque<>();
      Set<Long> seen = new HashSet<>();
      todo.add(identity.pid());
      long pages = 0;
      boolean alive = false;
      while (!todo.isEmpty()) {
        long pid = todo.poll();
        if (!seen.add(pid)) {
          continue;
        }
        Member member = members.computeIfAbsent(pid, Member::new);
        OptionalLong its = member.residentPages();
        if (its.isPresent()) {
          alive |= pid == identity.pid();
          pages += its.getAsLong();
          todo.addAll(member.children(thorough));
        }
      }
      forgetAllBut(seen);
      return alive ? OptionalLong.of(pages * Kernel.PAGE_BYTES) : OptionalLong.empty();
    }

    private void forgetAllBut(Set<Long> seen) {
      members
          .values()
          .removeIf(member -> {
            boolean gone = member.gone || !seen.contains(member.pid);
            if (gone) {
              member.close();
            }
            return gone;
          });
    }

    void close() {
      members.values().forEach(Member::close);
      members.clear();
    }
  }

  private final class Member {
    private final long pid;
    private final ProcFile statm;
    private final ChildFinder.Children finding;
    private final Set<Long> known = new HashSet<>();
    private boolean gone;

    Member(long pid) {
      this.pid = pid;
      statm = ProcFile.ofOnePiece("/proc/" + pid + "/statm", files);
      finding = finder.of(pid);
    }

    /// Empty when it has ended.
    OptionalLong residentPages() {
      gone |= statm.refresh() == ProcFile.Outcome.GONE;
      return gone
          ? OptionalLong.empty()
          : StatmLine.parse(statm.text()).stream().mapToLong(StatmLine::residentPages).findFirst();
    }

    /// Those that were named once stay until they are gone; a number that got a new owner is that
    /// of a process whose kept file says so.
    Collection<Long> children(boolean thorough) {
      if (thorough) {
        known.clear();
      }
      finding.find(thorough ? Integer.MAX_VALUE : 1, thorough, known::add);
      return new ArrayList<>(known);
    }

    void close() {
      statm.close();
      finding.close();
    }
  }
}
