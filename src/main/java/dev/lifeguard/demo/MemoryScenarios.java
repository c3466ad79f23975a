package dev.lifeguard.demo;

import dev.lifeguard.demo.Expectation.Finding;
import dev.lifeguard.demo.Witness.MemoryLook;
import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.CauseKind;
import dev.lifeguard.job.Certainty;
import dev.lifeguard.job.Incident;
import dev.lifeguard.job.JobDescription;
import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.MemoryMeans;
import dev.lifeguard.job.MemoryReading;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;

/// Workers that use too much memory, and one that only promises itself too much.
final class MemoryScenarios {
  private static final String WORKED_ON = "Every task is done, the interrupted one as well.";
  private static final long GIB = 1L << 30;
  private static final long RESERVATION = 3 * GIB;
  private static final int HEAP_EXHAUSTED = 3;
  private static final int CHILDREN = 4;

  private MemoryScenarios() {}

  static Scenario oom() {
    return new Scenario(
        "oom",
        "Out of memory, at a limit of its own",
        List.of(
            "One task asks for a gigabyte where its worker may have 256 MiB; where this machine"
                + " lets every worker have its own cgroup, the kernel's OOM killer comes.",
            "Where it does not, the nearest thing that holds the limit is shown: RLIMIT_DATA, or"
                + " Lifeguard's own watch."),
        List.of(
            Act.only(
                "oom",
                List.of("job.yaml", "greedy.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onModel(
                        "The memory limit is told as what it was, with the means that held it.",
                        MemoryScenarios::limitHeld),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  private static Finding limitHeld(JobModel model) {
    MemoryMeans means = model.job().map(JobDescription::memoryMeans).orElse(MemoryMeans.NONE);
    String held = "The limit is held by " + means.words() + ". ";
    return switch (means) {
      case NONE -> Finding.not("There was no limit.");
      case DATA_LIMIT, JOB_OBJECT ->
          new Finding(
              model.lostAttempts() == 1,
              held + "The task got a MemoryError and was tried again; no worker died.");
      case CGROUP -> death(model, CauseKind.KERNEL_OOM, held);
      case SAMPLER -> death(model, CauseKind.POLICY, held);
    };
  }

  private static Finding death(JobModel model, CauseKind kind, String held) {
    return model.incidents().stream()
        .findFirst()
        .map(incident -> new Finding(isCertain(incident, kind), held + Promises.told(incident)))
        .orElseGet(() -> Finding.not(held + "Nobody died of it."));
  }

  private static boolean isCertain(Incident incident, CauseKind kind) {
    return incident.cause().kind() == kind && incident.cause().certainty() == Certainty.CERTAIN;
  }

  static Scenario heap() {
    return new Scenario(
        "heap",
        "A Java worker runs out of heap",
        List.of(
            "A Java worker with a heap of 48 MiB gets a task that needs more; the virtual machine"
                + " is told to end rather than to limp on.",
            "This demonstration needs no Python."),
        List.of(
            new Act(
                "",
                Act.Needs.NOTHING,
                Act.Stage.OWN,
                "heap",
                List.of("job.yaml", "/dev/lifeguard/demotasks/Hoard.class"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onIncident(
                        "The exit with code 3 is told as the end of the heap.",
                        incident -> incident.cause().kind() == CauseKind.EXIT,
                        (incident, _) ->
                            new Finding(
                                incident.cause().exitCode().orElse(0) == HEAP_EXHAUSTED
                                    && incident.cause().reason().contains("heap"),
                                Promises.told(incident))),
                    Promises.oneTaskGoesBack(),
                    Promises.everyTaskDone(WORKED_ON)))));
  }

  static Scenario leak() {
    return new Scenario(
        "leak",
        "A leak, recycled before it hurts",
        List.of(
            "Every task leaks 12 MiB; a worker that has more than 100 MiB is replaced by a fresh"
                + " one, between two tasks.",
            "Nobody has to die for that, and nothing is lost."),
        List.of(
            Act.only(
                "leak",
                List.of("job.yaml", "leaky.py"),
                () -> Trouble.NONE,
                List.of(
                    Promises.onModel(
                        "Workers are recycled when they have grown.",
                        model ->
                            new Finding(
                                model.recycledWorkers() > 0,
                                model.recycledWorkers() + " workers were recycled.")),
                    Promises.noIncident("No worker dies of it."),
                    Promises.everyTaskDone("Every task is done.")))));
  }

  static Scenario commit() {
    return new Scenario(
        "commit",
        "Reserved is not committed is not used",
        List.of(
            "A parent reserves 3 GiB that nobody touches, and four children are forked from it:"
                + " the kernel has promised 3 GiB five times over, and nothing is used.",
            "The same with MAP_NORESERVE is address space only; no tool that shows VSZ or RSS can"
                + " tell the two apart."),
        List.of(
            reservation(
                "an ordinary mapping",
                "reserve.py",
                "Every forked child has the 3 GiB committed again.",
                true),
            reservation(
                "with MAP_NORESERVE",
                "noreserve.py",
                "The children have 3 GiB reserved, and next to nothing committed.",
                false)));
  }

  private static Act reservation(String title, String script, String promise, boolean charged) {
    return Act.of(
        title,
        "commit",
        List.of(script.replace(".py", ".yaml"), script, "work.py"),
        Auditor::new,
        List.of(
            onLook(promise, look -> promised(look, charged)),
            onLook("Hardly anything of it is resident.", MemoryScenarios::untouched),
            Promises.everyTaskDone("Every task is done.")));
  }

  private static Expectation onLook(String promise, Function<MemoryLook, Finding> check) {
    return new Expectation(
        promise,
        witness ->
            witness
                .memoryLook()
                .map(check)
                .orElseGet(() -> Finding.not("The memory of the children was not seen.")));
  }

  private static Finding promised(MemoryLook look, boolean charged) {
    boolean kept =
        look.workers().size() == CHILDREN
            && look.workers().stream().allMatch(child -> isPromised(child, charged));
    return new Finding(
        kept,
        look.workers().size()
            + " children: "
            + ByteSize.text(total(look.workers(), MemoryReading::reservedBytes))
            + " reserved, "
            + ByteSize.text(total(look.workers(), MemoryReading::committedBytes))
            + " committed"
            + (look.machine().isPresent()
                ? "; the whole machine has promised " + ByteSize.text(look.machine().getAsLong())
                : "")
            + ".");
  }

  private static boolean isPromised(MemoryReading child, boolean charged) {
    long committed = child.committedBytes().orElse(-1);
    return child.reservedBytes().orElse(0) >= RESERVATION
        && (charged ? committed >= RESERVATION : committed >= 0 && committed < GIB / 2);
  }

  private static Finding untouched(MemoryLook look) {
    long most = total(look.workers(), MemoryReading::residentBytes);
    return new Finding(
        most > 0 && most < CHILDREN * (RESERVATION / 20),
        ByteSize.text(most) + " resident in all children together.");
  }

  private static long total(
      List<MemoryReading> readings, Function<MemoryReading, OptionalLong> which) {
    return readings.stream().mapToLong(it -> which.apply(it).orElse(0)).sum();
  }
}
