package dev.lifeguard.demo;

import dev.lifeguard.demo.Expectation.Finding;
import java.util.List;

/// What goes wrong with forks alone.
final class ForkScenarios {
  private ForkScenarios() {}

  static Scenario fork() {
    return new Scenario(
        "fork",
        "Fork from a threaded program, spawn, template",
        List.of(
            "A program whose background thread holds a lock makes a multiprocessing.Pool by fork:"
                + " its children wait for that lock for ever.",
            "The same work is done by a pool that spawns, and by one that forks from a clean"
                + " template with a single thread."),
        List.of(
            Act.of(
                "fork",
                "fork",
                List.of("fork.yaml", "pools.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onIncident(
                        "The program that forks hangs, and is told as hung.",
                        incident -> incident.hang().isPresent(),
                        (incident, _) -> new Finding(true, Promises.told(incident))),
                    Promises.allButQuarantined(1, "Its work is never done."))),
            Act.of(
                "spawn",
                "fork",
                List.of("spawn.yaml", "pools.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.noIncident("The program that spawns does not hang."),
                    Promises.everyTaskDone("Its work is done."))),
            Act.of(
                "template",
                "fork",
                List.of("template.yaml", "pools.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.noIncident(
                        "Workers that are forked from a clean template do not hang."),
                    Promises.everyTaskDone("Their work is done.")))));
  }
}
