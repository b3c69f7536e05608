package io.raptorflow.dlq;

import io.raptorflow.bus.Headers;
import io.raptorflow.bus.kafka.streams.CommitPace;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/// Keeps answers that end the wait for a work, under the work's id.
final class Outcomes implements Processor<byte[], byte[], byte[], byte[]> {
  private final CommitPace shared;
  private final StreamPort.Once<ProcessorContext<byte[], byte[]>> onward = new StreamPort.Once<>();
  private final StreamPort.Once<CommitPace.Step> pace = new StreamPort.Once<>();

  Outcomes(CommitPace pace) {
    this.shared = pace;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> started) {
    onward.set(started);
    pace.set(shared.of(started));
  }

  @Override
  public void process(Record<byte[], byte[]> answer) {
    pace.get().read();
    Optional<String> work = Letters.text(answer.headers(), Headers.WORK_ID);
    if (work.isPresent() && Consequences.isOutcome(answer.headers())) {
      onward
          .get()
          .forward(
              answer
                  .withKey(work.get().getBytes(StandardCharsets.UTF_8))
                  .withValue(new byte[] {1}));
      pace.get().noted(answer.timestamp());
    }
  }
}
