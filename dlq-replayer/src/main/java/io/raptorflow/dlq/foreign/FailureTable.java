package io.raptorflow.dlq.foreign;

import io.raptorflow.bus.FailureClass;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a foreign failure is in our classes, by the simple name of its exception and its message.
/// The first row that fits decides; what fits none is TRANSIENT, because a fault of the record
/// shows again at the next try and a fault of the world does not.
final class FailureTable {

  /// One row.
  ///
  /// @param exception found in the simple class name, which is empty when no class is known
  /// @param message found in the message
  record Row(Pattern exception, Pattern message, FailureClass failure) {
    boolean fits(String simpleName, String text) {
      return exception.matcher(simpleName).find() && message.matcher(text).find();
    }
  }

  static final List<Row> ROWS =
      List.of(
          byClass("RateLimit|TooManyRequests|Throttl|QuotaExceeded", FailureClass.RATE_LIMITED),
          byMessage(
              "too many requests|rate.?limit|\\b(http|status|code)\\D{0,12}(429|529)\\b"
                  + "|^(429|529)\\b",
              FailureClass.RATE_LIMITED),
          byClass("Timeout(Exception|Error)?$|TimedOut", FailureClass.TIMEOUT),
          byClass(
              "Authori[sz]ation|Authentication|AccessDenied|Unauthori[sz]ed|Forbidden"
                  + "|BadCredentials|InvalidCredentials",
              FailureClass.AUTH),
          byMessage("\\b(http|status|code)\\D{0,12}(401|403)\\b|^(401|403)\\b", FailureClass.AUTH),
          // The schema was not to be had; the bytes may be in order.
          row(
              "SerializationException$",
              "(retriev|fetch|register)ing \\S* ?(\\S+ )?schema",
              FailureClass.TRANSIENT),
          byClass(
              "(Serialization|Deserialization|Data|SchemaBuilder|SchemaProjector|Schema)Exception$",
              FailureClass.POISON),
          byClass(
              "^(Json\\w*|Jackson|StreamRead|Databind|MismatchedInput|Avro\\w*|InvalidProtocolBuffer"
                  + "|MessageConversion|Conversion|HttpMessageNotReadable)Exception$",
              FailureClass.POISON),
          byClass(
              "^(RecordTooLarge|CorruptRecord|InvalidRecord|ClassCast|NumberFormat|NullPointer"
                  + "|IllegalArgument|MethodArgument\\w*|ConstraintViolation)Exception$",
              FailureClass.POISON),
          byMessage("timed out", FailureClass.TIMEOUT),
          // A member of a share group rejects what it will never be able to process (KIP-932).
          byMessage("^Offset rejected by client\\.$", FailureClass.POISON));

  private FailureTable() {}

  /// @param exception fully qualified class name, or empty
  static Optional<FailureClass> find(String exception, String message) {
    String simple = exception.substring(lastMark(exception) + 1);
    for (Row row : ROWS) {
      if (row.fits(simple, message)) {
        return Optional.of(row.failure());
      }
    }
    return Optional.empty();
  }

  private static int lastMark(String name) {
    return Math.max(name.lastIndexOf('.'), name.lastIndexOf('$'));
  }

  private static Row byClass(String exception, FailureClass failure) {
    return row(exception, "", failure);
  }

  private static Row byMessage(String message, FailureClass failure) {
    return row("", message, failure);
  }

  private static Row row(String exception, String message, FailureClass failure) {
    return new Row(
        Pattern.compile(exception), Pattern.compile(message, Pattern.CASE_INSENSITIVE), failure);
  }
}
