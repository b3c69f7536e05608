package io.raptorflow.bus.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads topics on a thread of its own, outside any consumer group, until it is closed; after a
/// fault it begins anew with another consumer. Thread-safe.
public final class TopicFollower implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TopicFollower.class);
  private static final Duration FETCH_WAIT = Duration.ofMillis(500);
  private static final Duration CLOSE_WAIT = Duration.ofSeconds(10);
  private static final long PAUSE_MILLIS = 500;

  /// What to read and what to do with it; called on the follower's thread only.
  public interface Reader {
    /// Assigns the partitions to a fresh consumer and seeks where reading goes on.
    void assign(Consumer<byte[], byte[]> consumer);

    /// Polls once. Whatever it throws makes the follower pause and call [#assign] again.
    void step(Consumer<byte[], byte[]> consumer);
  }

  private final Bus bus;
  private final String name;
  private final Reader reader;
  private final CountDownLatch stop = new CountDownLatch(1);
  private volatile @Nullable Consumer<byte[], byte[]> consumer;
  private volatile @Nullable Thread thread;

  /// @param name names the thread in dumps and logs
  public TopicFollower(Bus bus, String name, Reader reader) {
    this.bus = bus;
    this.name = name;
    this.reader = reader;
  }

  /// Starts to read. At most once.
  public void start() {
    thread = Thread.ofVirtual().name(name).start(this::follow);
  }

  /// Whether [#close] has not been called.
  public boolean isOpen() {
    return stop.getCount() > 0;
  }

  /// Waits a moment before something is tried again; shorter when the follower is closed.
  public void pause() {
    try {
      if (stop.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)) {
        LOG.atDebug().addKeyValue("follower", name).log("stops");
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      stop.countDown();
    }
  }

  /// Stops reading and waits until the thread has ended, for some seconds at most.
  @Override
  public void close() {
    stop.countDown();
    Consumer<byte[], byte[]> following = consumer;
    if (following != null) {
      following.wakeup();
    }
    Thread running = thread;
    if (running != null) {
      try {
        if (!running.join(CLOSE_WAIT)) {
          LOG.atWarn().addKeyValue("follower", name).log("did not stop in time");
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void follow() {
    while (isOpen()) {
      Consumer<byte[], byte[]> following =
          bus.consumer(
              null,
              Map.of(
                  ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                  Math.toIntExact(FETCH_WAIT.toMillis()),
                  ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG,
                  false));
      try {
        consumer = following;
        reader.assign(following);
        while (isOpen()) {
          reader.step(following);
        }
      } catch (WakeupException stopped) {
        // Only close wakes the consumer up.
      } catch (RuntimeException broken) {
        LOG.atWarn()
            .addKeyValue("follower", name)
            .setCause(broken)
            .log("reads again after a fault");
        pause();
      } finally {
        consumer = null;
        Bus.close(following);
      }
    }
  }
}
