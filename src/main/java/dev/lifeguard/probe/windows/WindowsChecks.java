package dev.lifeguard.probe.windows;

import dev.lifeguard.job.ByteSize;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.MachineCheck.Allows;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.probe.JobOffer;
import dev.lifeguard.probe.Probes;
import dev.lifeguard.probe.windows.OpenedProcess.Opening;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Tries what this Windows and these rights allow. Any thread.
final class WindowsChecks {
  private static final int EVERYTHING = OpenedProcess.QUERY | OpenedProcess.READ_MEMORY;

  private WindowsChecks() {}

  static List<MachineCheck> all(Probes probes, Win32 win32) {
    List<MachineCheck> found = new ArrayList<>();
    found.add(
        MachineCheck.all(
            "operating system",
            System.getProperty("os.name", "") + " " + System.getProperty("os.version", "")));
    found.add(jobs(probes));
    found.add(
        MachineCheck.all(
            "exit codes of other programs",
            "Windows tells them of every process that is watched when it ends"));
    found.add(others(win32));
    Performance.now(win32).map(WindowsChecks::commit).ifPresent(found::add);
    found.add(
        MachineCheck.wanting(
            "deadlines of waits",
            Allows.LESS,
            "a worker that waits for a pipe, a file or a device is called hung; Windows does not"
                + " tell whether any other wait has a deadline, that for a lock above all",
            "give tasks a time limit"));
    return found;
  }

  private static MachineCheck jobs(Probes probes) {
    return switch (probes.jobs(OptionalLong.empty())) {
      case JobOffer.Here(var jobs, String words) -> {
        jobs.close();
        yield MachineCheck.all("memory limits and clean ends", words);
      }
      case JobOffer.NotHere(String reason) ->
          MachineCheck.wanting(
              "memory limits and clean ends",
              Allows.LESS,
              reason,
              "start Lifeguard outside of the program that keeps it in a job of its own");
    };
  }

  /// Processes of the system are never looked into, so only the rest counts.
  private static MachineCheck others(Win32 win32) {
    List<ProcessIdentity> all =
        ProcessList.now(win32).rows().stream().map(ProcessRow::process).toList();
    long readable = all.stream().filter(process -> isReadable(win32, process)).count();
    String finding = "%d of %d processes may be looked into".formatted(readable, all.size());
    return readable == all.size()
        ? MachineCheck.all("memory maps of other programs", finding)
        : MachineCheck.wanting(
            "memory maps of other programs",
            Allows.OWN,
            finding,
            "run Lifeguard as administrator to look into those of others");
  }

  private static boolean isReadable(Win32 win32, ProcessIdentity process) {
    return Optional.of(OpenedProcess.open(win32, process, EVERYTHING))
        .filter(Opening.Opened.class::isInstance)
        .map(Opening.Opened.class::cast)
        .map(opened -> {
          opened.process().close();
          return true;
        })
        .orElse(false);
  }

  private static MachineCheck commit(Performance now) {
    String peak =
        now.commitPeak() == 0
            ? ""
            : ", %s at most since the start of the machine"
                .formatted(ByteSize.text(now.commitPeak()));
    return MachineCheck.all(
        "commit limit",
        "%s of %s promised"
                .formatted(ByteSize.text(now.commitTotal()), ByteSize.text(now.commitLimit()))
            + peak);
  }
}
