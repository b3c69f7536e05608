package io.raptorflow.dlq;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.Headers;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LettersTest {
  private static final Coordinates AT = new Coordinates("sys.dlq.processing_error", 0, 5);

  @ParameterizedTest
  @CsvSource({"3, 3", "999999, 999999", "99999999999, 0", "-4, 0", "many, 0", "'', 0"})
  void readsAnAttemptThatNobodyCouldHaveReachedAsTheFirst(String header, int attempt) {
    RecordHeaders headers = new RecordHeaders();
    headers.add(Headers.ATTEMPT, header.getBytes(UTF_8));

    assertThat(Letters.read(headers, AT, Instant.EPOCH).attempt()).isEqualTo(attempt);
  }
}
