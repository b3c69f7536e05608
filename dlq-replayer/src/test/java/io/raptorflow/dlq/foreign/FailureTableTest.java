package io.raptorflow.dlq.foreign;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.FailureClass;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FailureTableTest {
  private record Case(String exception, String message, FailureClass failure) {}

  /// One for each row of the table, in its order; each is decided by that row and no earlier one.
  private static final List<Case> CASES =
      List.of(
          new Case("com.example.RateLimitException", "", FailureClass.RATE_LIMITED),
          new Case("a.HttpException", "HTTP status 429 from prices", FailureClass.RATE_LIMITED),
          new Case("java.net.SocketTimeoutException", "", FailureClass.TIMEOUT),
          new Case(
              "org.apache.kafka.common.errors.TopicAuthorizationException", "", FailureClass.AUTH),
          new Case("a.HttpException", "status code: 403", FailureClass.AUTH),
          new Case(
              "org.apache.kafka.common.errors.SerializationException",
              "Error retrieving Avro value schema for id 7",
              FailureClass.TRANSIENT),
          new Case(
              "org.apache.kafka.connect.errors.DataException", "no field", FailureClass.POISON),
          new Case(
              "com.fasterxml.jackson.core.JsonParseException", "bad comma", FailureClass.POISON),
          new Case("java.lang.NumberFormatException", "'x'", FailureClass.POISON),
          new Case("java.io.IOException", "the peer timed out", FailureClass.TIMEOUT),
          new Case("", "Offset rejected by client.", FailureClass.POISON));

  @TestFactory
  Stream<DynamicTest> decidesByItsRow() {
    return IntStream.range(0, FailureTable.ROWS.size())
        .mapToObj(
            number ->
                DynamicTest.dynamicTest(
                    FailureTable.ROWS.get(number).toString(),
                    () -> {
                      Case one = CASES.get(number);

                      assertThat(firstRow(one)).isEqualTo(number);
                      assertThat(FailureTable.find(one.exception(), one.message()))
                          .contains(one.failure());
                    }));
  }

  @Test
  void hasACaseForEachRow() {
    assertThat(CASES).hasSameSizeAs(FailureTable.ROWS);
  }

  @ParameterizedTest
  @CsvSource({
    "java.io.IOException, connection reset by peer at offset 429",
    "java.net.ConnectException, Connection refused",
    "java.lang.IllegalStateException, code 14290",
    "'', Offset delivery count exceeded the threshold.",
    "'', ''",
  })
  void saysNothingOfWhatMayPass(String exception, String message) {
    assertThat(FailureTable.find(exception, message)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "com.example.Client$RateLimitException, RATE_LIMITED",
    "org.apache.kafka.common.errors.TimeoutException, TIMEOUT",
    "org.apache.kafka.common.errors.SaslAuthenticationException, AUTH",
    "org.springframework.kafka.support.serializer.DeserializationException, POISON",
    "org.apache.kafka.common.errors.RecordTooLargeException, POISON",
    "tools.jackson.databind.exc.MismatchedInputException, POISON",
    "org.apache.avro.AvroRuntimeException, POISON",
  })
  void knowsTheClassesThatOccur(String exception, FailureClass failure) {
    assertThat(FailureTable.find(exception, "")).contains(failure);
  }

  private static int firstRow(Case one) {
    String simple = one.exception().substring(one.exception().lastIndexOf('.') + 1);
    return IntStream.range(0, FailureTable.ROWS.size())
        .filter(number -> FailureTable.ROWS.get(number).fits(simple, one.message()))
        .findFirst()
        .orElse(-1);
  }
}
