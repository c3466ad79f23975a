package dev.lifeguard.job;

import java.util.List;

/// A recording that is played like a film: its listeners hear the events up to a moment, and that
/// moment can be moved. A source of a job that is also a replay has exactly one listener, which is
/// told to [begin anew][Listener#begin] when the moment moves back.
///
/// Times are nanoseconds since the start of the job. Any thread may call.
public interface Replay extends JobSource {
  /// Hears a film.
  interface Listener extends JobSource.Listener {
    /// What follows is the job from its first event on, once more. Called like [#accept].
    void begin();

    /// The recording is read to its end, this is all of it, and the first moment that is to be seen
    /// has been told; what was told before only led there. Called once, like [#accept].
    ///
    /// @param events from the first on; the list never changes
    void reel(List<PoolEvent> events);
  }

  /// How fast a film can be played, in multiples of real time.
  List<Double> SPEEDS = List.of(0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0);

  /// The same as [#subscribe], for the one listener that can begin anew.
  ///
  /// @throws IllegalStateException if it has a listener already
  void watch(Listener listener);

  /// How much of the recording has been read, from 0 to 1.
  double readShare();

  /// The time of the last event; 0 until the recording has been read.
  long lengthNanos();

  /// The moment that is shown.
  long positionNanos();

  /// Whether time passes. It stops by itself at the end.
  boolean isPlaying();

  /// How many seconds of the job pass in one of ours.
  double speed();

  /// When the incidents begin, ascending.
  List<Long> incidentNanos();

  /// Lets time pass; from the end it begins at the start.
  void play();

  /// Lets time stand still.
  void pause();

  /// Another speed.
  ///
  /// @param times one of [#SPEEDS]
  void speed(double times);

  /// Shows another moment.
  void seek(long nanos);
}
