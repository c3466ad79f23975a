package dev.lifeguard.attach;

import dev.lifeguard.job.PoolKind;
import dev.lifeguard.job.ProcessRole;
import dev.lifeguard.probe.ProcessFacts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A pool that was recognised in a tree of processes.
///
/// @param roles what every process of the tree is, by its number
/// @param pipes the pipes of its tasks, where the kind has them and they may be read
/// @param reason why it was recognised, a clause to follow "because"
public record FoundPool(
    PoolKind kind,
    ProcessFacts manager,
    Map<Long, ProcessRole> roles,
    Optional<TaskPipes> pipes,
    String reason) {
  /// Copies the roles, in their order.
  public FoundPool {
    roles = new LinkedHashMap<>(roles);
  }

  /// The numbers of the processes that have this role.
  public List<Long> withRole(ProcessRole role) {
    return roles.entrySet().stream()
        .filter(entry -> entry.getValue() == role)
        .map(Map.Entry::getKey)
        .toList();
  }

  /// The numbers of the workers.
  public List<Long> workers() {
    return withRole(ProcessRole.WORKER);
  }

  /// What a process is; something that has been started since is a descendant.
  public ProcessRole roleOf(long pid) {
    return roles.getOrDefault(pid, ProcessRole.DESCENDANT);
  }
}
