package io.raptorflow.dlq;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class RecentLettersTest {
  private static final String TOPIC = "sys.dlq.processing.error";

  private static ConsumerRecord<byte[], byte[]> letter(long offset, int bytes) {
    return new ConsumerRecord<>(TOPIC, 1, offset, new byte[0], new byte[bytes]);
  }

  private static Coordinates at(long offset) {
    return new Coordinates(TOPIC, 1, offset);
  }

  @Test
  void findsALetterByItsPlaceAndNoOther() {
    RecentLetters letters = new RecentLetters(10_000);
    ConsumerRecord<byte[], byte[]> kept = letter(7, 100);

    letters.keep(kept);

    assertThat(letters.find(at(7))).containsSame(kept);
    assertThat(letters.find(at(8))).isEmpty();
    assertThat(letters.find(new Coordinates(TOPIC, 2, 7))).isEmpty();
  }

  @Test
  void theOldestMakeRoom() {
    RecentLetters letters = new RecentLetters(2_500);

    for (int offset = 0; offset < 4; offset++) {
      letters.keep(letter(offset, 600));
    }

    assertThat(letters.find(at(0))).isEmpty();
    assertThat(letters.find(at(1))).isEmpty();
    assertThat(letters.find(at(2))).isPresent();
    assertThat(letters.find(at(3))).isPresent();
  }

  @Test
  void aLetterThatComesAgainTakesItsRoomOnce() {
    RecentLetters letters = new RecentLetters(2_000);
    letters.keep(letter(1, 400));

    for (int time = 0; time < 10; time++) {
      letters.keep(letter(2, 400));
    }

    assertThat(letters.find(at(1))).isPresent();
    assertThat(letters.find(at(2))).isPresent();
  }

  @Test
  void aLetterThatFillsAllIsNotKept() {
    RecentLetters letters = new RecentLetters(2_000);
    letters.keep(letter(1, 400));

    letters.keep(letter(2, 5_000));

    assertThat(letters.find(at(1))).isPresent();
    assertThat(letters.find(at(2))).isEmpty();
  }
}
