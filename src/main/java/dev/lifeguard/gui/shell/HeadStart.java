package dev.lifeguard.gui.shell;

import dev.lifeguard.gui.common.JobFeed;
import dev.lifeguard.job.JobSource;

/// A job that is followed before there is a window for it: its events are folded while the window
/// is made, and the first picture shows what is known by then. Of an hour's recording that is all.
public final class HeadStart {
  private final JobFeed<WindowPicture> feed;
  private final Wishes wishes;

  private HeadStart(JobFeed<WindowPicture> feed, Wishes wishes) {
    this.feed = feed;
    this.wishes = wishes;
  }

  /// Begins to follow a job. Any thread.
  static HeadStart on(JobSource source) {
    Wishes wishes = new Wishes();
    JobFeed<WindowPicture> feed = new JobFeed<>(() -> new WindowCamera(wishes));
    feed.follow(source);
    return new HeadStart(feed, wishes);
  }

  JobFeed<WindowPicture> feed() {
    return feed;
  }

  Wishes wishes() {
    return wishes;
  }
}
