package io.raptorflow.ingress.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.ProgressFrame;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ListenerTest {
  private static final RunId RUN = new RunId(new UUID(1, 2));

  @Test
  void givesUpAClientWhoseQueueIsFullAndKeepsWhatIsQueued() throws InterruptedException {
    Listener listener = new Listener(RUN, Map.of(0, 0L), 2);

    boolean[] taken = {
      listener.offer(frame(0)), listener.offer(frame(1)), listener.offer(frame(2))
    };

    assertThat(taken).containsExactly(true, true, false);
    assertThat(listener.fate()).isEqualTo(Listener.Fate.TOO_SLOW);
    assertThat(listener.take(Duration.ZERO)).hasValue(frame(0));
    assertThat(listener.take(Duration.ZERO)).hasValue(frame(1));
    assertThat(listener.take(Duration.ofHours(1))).isEmpty();
  }

  @Test
  void wakesUpWhenTheProcessStops() throws InterruptedException {
    Listener listener = new Listener(RUN, Map.of(), 2);
    Thread stopping = Thread.ofVirtual().start(listener::stop);

    assertThat(listener.take(Duration.ofHours(1))).isEmpty();

    stopping.join();
    assertThat(listener.fate()).isEqualTo(Listener.Fate.STOPPED);
  }

  @Test
  void knowsWhatTheTailPassedBeforeItJoined() {
    Listener listener = new Listener(RUN, Map.of(0, 10L), 2);

    assertThat(listener.missed(new FrameId(0, 9))).isTrue();
    assertThat(listener.missed(new FrameId(0, 10))).isFalse();
  }

  @Test
  void readsIdsStrictly() {
    assertThat(FrameId.of("3:17")).hasValue(new FrameId(3, 17));
    assertThat(FrameId.of("3:-1")).isEmpty();
    assertThat(FrameId.of("3")).isEmpty();
    assertThat(FrameId.of("99999999999:1")).isEmpty();
  }

  private static Frame frame(long offset) {
    return new Frame(
        new FrameId(0, offset),
        new ProgressFrame(
            RUN, new WorkspaceId("w"), "decision", -1, "", "", "text", "{}", Instant.EPOCH));
  }
}
