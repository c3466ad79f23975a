package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.attach.Candidate;
import dev.lifeguard.gui.launch.FieldFault;
import dev.lifeguard.gui.launch.LaunchDefaults;
import dev.lifeguard.gui.launch.LaunchRequest;
import dev.lifeguard.job.CommandAnswer;
import dev.lifeguard.job.JobSource;
import dev.lifeguard.job.MachineCheck;
import dev.lifeguard.job.ProcessIdentity;
import dev.lifeguard.job.ProcessInspector;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A workbench that gives what a test wants it to give, and remembers what was asked of it.
final class FakeWorkbench implements Workbench {
  /// The one pool that can be attached to.
  static final Candidate POOL =
      new Candidate(
          4711,
          "docbuild.py",
          "Python multiprocessing.Pool",
          "all of its workers read tasks from one pipe",
          List.of("4711 python3 docbuild.py: manager", "  4712 python3: worker"),
          List.of("which processes there are"),
          List.of("the tasks themselves"),
          "",
          Optional.empty());

  private final List<LaunchRequest> launched = new CopyOnWriteArrayList<>();
  private final List<Long> attached = new CopyOnWriteArrayList<>();
  private final List<Path> opened = new CopyOnWriteArrayList<>();
  private final List<String> struck = new CopyOnWriteArrayList<>();
  private final List<Path> revealed = new CopyOnWriteArrayList<>();
  private final List<JobSource> goingOn = new CopyOnWriteArrayList<>();
  private final AtomicReference<@Nullable Settings> kept = new AtomicReference<>();
  private final List<String> resumed = new CopyOnWriteArrayList<>();
  private volatile List<Candidate> candidates = List.of(POOL);
  private volatile ResumePlan plan = new ResumePlan.Refused("There is no such run.");
  private volatile LaunchAnswer launchAnswer = new LaunchAnswer.Refused(List.of());
  private volatile ProcessInspector inspector = new NobodyThere();
  private final Map<String, OpenAnswer> demos = new ConcurrentHashMap<>();
  private volatile OpenAnswer openAnswer = new OpenAnswer.Refused("There is no such run.");

  /// What the next launches come to.
  void launchesWith(OpenJob job) {
    launchAnswer = new LaunchAnswer.Launched(job);
  }

  /// What is wrong with the next launches.
  void refuses(FieldFault... faults) {
    launchAnswer = new LaunchAnswer.Refused(List.of(faults));
  }

  /// What this demonstration comes to.
  void demonstrates(String name, OpenAnswer answer) {
    demos.put(name, answer);
  }

  /// What the next openings come to.
  void opensWith(OpenAnswer answer) {
    openAnswer = answer;
  }

  List<LaunchRequest> launched() {
    return launched;
  }

  List<Path> opened() {
    return opened;
  }

  /// What was kept last.
  Optional<Settings> kept() {
    return Optional.ofNullable(kept.get());
  }

  /// The jobs that go on without a window.
  List<JobSource> goingOn() {
    return goingOn;
  }

  @Override
  public KeptSettings settings() {
    return new KeptSettings(Settings.USUAL, "");
  }

  @Override
  public Optional<String> keep(Settings settings) {
    kept.set(settings);
    return Optional.empty();
  }

  @Override
  public About about() {
    return new About("0.1", "Java 25, JavaFX 26", "/home/kim/.local/state/lifeguard/lifeguard.log");
  }

  @Override
  public List<MachineCheck> checks() {
    return List.of(
        MachineCheck.all("exit status of foreign processes", "the kernel tells"),
        MachineCheck.wanting("memory maps", MachineCheck.Allows.OWN, "own ones", "ask root"),
        MachineCheck.wanting("kernel log", MachineCheck.Allows.NOTHING, "closed", "ask root"));
  }

  @Override
  public String memoryMeans(boolean python) {
    return python ? "memory limit: RLIMIT_DATA enforces it" : "memory limit: Lifeguard measures";
  }

  @Override
  public void letGoOn(JobSource job) {
    goingOn.add(job);
  }

  @Override
  public List<DemoListing> demos() {
    return List.of(
        new DemoListing("sigkill", "A worker is killed with SIGKILL in the middle of its task"),
        new DemoListing("hang", "A worker hangs"));
  }

  /// What can be attached to.
  void offers(Candidate... pools) {
    candidates = List.of(pools);
  }

  @Override
  public List<Candidate> candidates() {
    return candidates;
  }

  @Override
  public Optional<Candidate> candidate(long pid) {
    return pid == POOL.pid() ? Optional.of(POOL) : Optional.empty();
  }

  @Override
  public OpenAnswer attach(long pid) {
    attached.add(pid);
    return openAnswer;
  }

  /// What was attached to.
  List<Long> attached() {
    return attached;
  }

  @Override
  public OpenAnswer again(Path runDirectory) {
    opened.add(runDirectory);
    return openAnswer;
  }

  /// What going on would mean.
  void plans(ResumePlan wanted) {
    plan = wanted;
  }

  @Override
  public ResumePlan resumePlan(Path runDirectory) {
    return plan;
  }

  /// What was resumed, and with the changes if there were any.
  List<String> resumed() {
    return resumed;
  }

  @Override
  public OpenAnswer resume(Path runDirectory, boolean acceptChanges) {
    resumed.add(runDirectory + (acceptChanges ? " with changes" : ""));
    return openAnswer;
  }

  @Override
  public LaunchDefaults launchDefaults() {
    return new LaunchDefaults("/home/kim/primes", 4, "/home/kim/launched");
  }

  @Override
  public LaunchAnswer launch(LaunchRequest request) {
    launched.add(request);
    return launchAnswer;
  }

  @Override
  public List<RunListing> recentRuns() {
    Instant at = Instant.parse("2026-11-20T11:40:05Z");
    return List.of(
        new RunListing(Path.of("/r/1"), "docbuild", at, RunListing.State.LIVE, "310 of 4021 done"),
        new RunListing(Path.of("/r/2"), "primes", at, RunListing.State.ENDED, "61 of 61 done"),
        new RunListing(Path.of("/r/3"), "thumbnails", at, RunListing.State.INTERRUPTED, ""));
  }

  @Override
  public OpenAnswer open(Path runDirectory) {
    opened.add(runDirectory);
    return openAnswer;
  }

  @Override
  public OpenAnswer demo(String name) {
    return demos.getOrDefault(name, openAnswer);
  }

  @Override
  public CommandAnswer strike(ProcessIdentity process, int signal) {
    struck.add(process.pid() + " " + signal);
    return new CommandAnswer.Accepted();
  }

  /// Who was struck with which signal, `4711 9`.
  List<String> struck() {
    return struck;
  }

  @Override
  public Optional<String> reveal(Path file) {
    revealed.add(file);
    return Optional.empty();
  }

  /// The files that were shown in their folder.
  List<Path> revealed() {
    return revealed;
  }

  @Override
  public ProcessInspector inspector() {
    return inspector;
  }

  /// What looks at processes come to.
  void inspectsWith(ProcessInspector answers) {
    inspector = answers;
  }
}
