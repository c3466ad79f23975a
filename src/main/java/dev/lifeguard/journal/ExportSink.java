package dev.lifeguard.journal;

import dev.lifeguard.job.JobModel;
import dev.lifeguard.job.PoolEvent;
import java.io.IOException;

/// Takes a recording, piece by piece, and writes it in another form.
interface ExportSink extends AutoCloseable {
  /// The next event, which the model has taken up.
  void event(PoolEvent event, JobModel model) throws IOException;

  /// An attempt has ended.
  void attempt(Attempt attempt) throws IOException;

  /// Everything was told.
  void end(JobModel model) throws IOException;

  /// What was written is kept if [#end] has returned, and is taken away otherwise.
  @Override
  void close() throws IOException;
}
