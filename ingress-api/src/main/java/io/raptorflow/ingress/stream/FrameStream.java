package io.raptorflow.ingress.stream;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Topic;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.bus.kafka.Bus;
import io.raptorflow.bus.kafka.LogReader;
import io.raptorflow.ingress.IngressSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/// All frames of a run in order, each once: first from the log what the client has not seen, then
/// from the tail. Written for one thread per client, which may block.
public final class FrameStream implements AutoCloseable {
  private static final String TOPIC = Topic.STATE_UPDATE.topicName();

  /// Clocks of producers may differ by this much; a fresh client reads from before the run.
  private static final Duration CLOCK_SKEW = Duration.ofHours(1);

  private final Bus bus;
  private final FrameTail tail;
  private final IngressSettings.Streams settings;
  private final LogReader log;

  public FrameStream(Bus bus, FrameTail tail, IngressSettings.Streams settings) {
    this.bus = bus;
    this.tail = tail;
    this.settings = settings;
    this.log = bus.newLogReader();
  }

  /// Where a client stands.
  public sealed interface From {
    /// It has seen nothing of the run, which was opened then.
    record Beginning(Instant openedAt) implements From {}

    /// It has seen everything up to this frame.
    record After(FrameId seen) implements From {}
  }

  /// Where frames go. Blocks while the client is slow, throws when it is gone.
  public interface Sink {
    void send(Frame frame) throws IOException;

    /// A sign of life.
    void beat() throws IOException;
  }

  /// Why a stream ended.
  public enum End {
    /// The last frame of the run was sent.
    FINISHED,
    /// The client took frames more slowly than they came; it may resume.
    TOO_SLOW,
    /// One connection has replayed as much as it may; the client may resume.
    REPLAY_LIMIT,
    /// This process stops; the client may resume elsewhere.
    STOPPED,
    /// Too many clients.
    FULL
  }

  /// What can be said before anything is sent.
  public enum Standing {
    OPEN,
    /// The client has seen the last frame.
    SEEN_ALL,
    /// Frames after that position are no longer kept, or there is no such position.
    GONE
  }

  /// Whether a client can go on.
  public Standing standing(RunId run, From from) throws InterruptedException {
    return switch (from) {
      case From.Beginning _ -> Standing.OPEN;
      case From.After after -> standing(run, after.seen());
    };
  }

  private Standing standing(RunId run, FrameId seen) throws InterruptedException {
    TopicPartition partition = new TopicPartition(TOPIC, seen.partition());
    try {
      long first =
          bus.admin()
              .listOffsets(Map.of(partition, OffsetSpec.earliest()))
              .partitionResult(partition)
              .get(10, TimeUnit.SECONDS)
              .offset();
      if (seen.offset() + 1 < first) {
        return Standing.GONE;
      }
    } catch (ExecutionException | TimeoutException unknown) {
      return Standing.GONE;
    }
    Optional<Frame> last =
        log.find(new Coordinates(TOPIC, seen.partition(), seen.offset()))
            .filter(record -> isOf(run, record))
            .flatMap(record -> FrameTail.decode(bus, record));
    if (last.isEmpty()) {
      return Standing.GONE;
    }
    return last.get().isLast() ? Standing.SEEN_ALL : Standing.OPEN;
  }

  /// Sends until the run ends, the client goes (then by exception) or must go.
  ///
  /// @throws IOException when the client is gone
  public End pump(WorkspaceId workspace, RunId run, From from, Sink sink)
      throws IOException, InterruptedException {
    Optional<Listener> joined = tail.join(run, settings.queueFrames());
    if (joined.isEmpty()) {
      return End.FULL;
    }
    Listener listener = joined.get();
    try {
      List<Frame> missed = missed(run, from, listener);
      for (Frame frame : missed.subList(0, Math.min(missed.size(), settings.replayFrames()))) {
        if (frame.progress().workspace().equals(workspace)) {
          sink.send(frame);
          if (frame.isLast()) {
            return End.FINISHED;
          }
        }
      }
      return missed.size() > settings.replayFrames()
          ? End.REPLAY_LIMIT
          : live(workspace, listener, sink);
    } finally {
      tail.leave(listener);
    }
  }

  private End live(WorkspaceId workspace, Listener listener, Sink sink)
      throws IOException, InterruptedException {
    while (true) {
      Optional<Frame> next = listener.take(settings.heartbeat());
      if (next.isEmpty()) {
        switch (listener.fate()) {
          case LISTENING -> sink.beat();
          case TOO_SLOW -> {
            return End.TOO_SLOW;
          }
          case STOPPED -> {
            return End.STOPPED;
          }
        }
      } else if (next.get().progress().workspace().equals(workspace)) {
        sink.send(next.get());
        if (next.get().isLast()) {
          return End.FINISHED;
        }
      }
    }
  }

  /// Frames between what the client has seen and where the tail takes over; one more than may be
  /// sent, at most.
  private List<Frame> missed(RunId run, From from, Listener listener) {
    List<Frame> missed = new ArrayList<>();
    switch (from) {
      case From.Beginning beginning ->
          log.scan(
              TOPIC,
              beginning.openedAt().minus(CLOCK_SKEW),
              record -> collect(run, listener, record, missed));
      case From.After after ->
          log.scan(
              new Coordinates(TOPIC, after.seen().partition(), after.seen().offset() + 1),
              record -> collect(run, listener, record, missed));
    }
    return missed;
  }

  private void collect(
      RunId run, Listener listener, ConsumerRecord<byte[], byte[]> record, List<Frame> missed) {
    FrameId id = new FrameId(record.partition(), record.offset());
    if (missed.size() <= settings.replayFrames() && listener.missed(id) && isOf(run, record)) {
      FrameTail.decode(bus, record).ifPresent(missed::add);
    }
  }

  private static boolean isOf(RunId run, ConsumerRecord<byte[], byte[]> record) {
    return record.key() != null
        && Arrays.equals(record.key(), run.toString().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    log.close();
  }
}
