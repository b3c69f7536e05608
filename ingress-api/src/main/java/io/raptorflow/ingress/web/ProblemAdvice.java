package io.raptorflow.ingress.web;

import io.raptorflow.bus.kafka.Outbox;
import io.raptorflow.bus.kafka.RegistryUnavailable;
import io.raptorflow.dlq.query.QuerySyntaxException;
import io.raptorflow.ingress.command.Issue;
import io.raptorflow.ingress.dlq.Unreachable;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/// Every error of the API as `application/problem+json`: what, where, which rule.
@RestControllerAdvice
final class ProblemAdvice extends ResponseEntityExceptionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  @ExceptionHandler
  ResponseEntity<ProblemDetail> refused(RequestRefused refused, HttpServletRequest request) {
    return answer(refused.status(), refused.detail(), refused.issues(), request);
  }

  /// The bus or the database cannot be reached: the caller may try again with the same key.
  @ExceptionHandler({
    Outbox.NotPublished.class,
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class
  })
  ResponseEntity<ProblemDetail> unavailable(RuntimeException fault, HttpServletRequest request) {
    return unavailable((Throwable) fault, request);
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unavailable(RegistryUnavailable fault, HttpServletRequest request) {
    return unavailable((Throwable) fault, request);
  }

  /// Nothing was changed, and the detail says what is away.
  @ExceptionHandler
  ResponseEntity<ProblemDetail> unreachable(Unreachable away, HttpServletRequest request) {
    LOG.atWarn()
        .addKeyValue("path", request.getRequestURI())
        .addKeyValue("error", away.getMessage())
        .log("a request about dead letters was refused");
    return answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        Objects.requireNonNullElse(away.getMessage(), ""),
        List.of(),
        request);
  }

  /// The detail shows the filter with carets under the fault.
  @ExceptionHandler
  ResponseEntity<ProblemDetail> noFilter(QuerySyntaxException fault, HttpServletRequest request) {
    String detail = fault.getMessage();
    ResponseEntity<ProblemDetail> answer =
        answer(
            HttpStatus.UNPROCESSABLE_CONTENT,
            detail,
            List.of(
                new Issue(
                    "where",
                    "characters %d to %d".formatted(fault.start() + 1, fault.end()),
                    detail.lines().findFirst().orElse(""))),
            request);
    ProblemDetail problem = answer.getBody();
    if (problem != null) {
      problem.setProperty("at", new Position(fault.start(), fault.end()));
    }
    return answer;
  }

  /// Where a text is at fault.
  ///
  /// @param start first character, from 0
  /// @param end character after the last one
  record Position(int start, int end) {}

  @ExceptionHandler
  ResponseEntity<ProblemDetail> broken(RuntimeException fault, HttpServletRequest request) {
    LOG.atError()
        .addKeyValue("path", request.getRequestURI())
        .setCause(fault)
        .log("a request broke");
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "the request broke; the log of this process says why",
        List.of(),
        request);
  }

  private static ResponseEntity<ProblemDetail> unavailable(
      Throwable fault, HttpServletRequest request) {
    LOG.atWarn()
        .addKeyValue("path", request.getRequestURI())
        .setCause(fault)
        .log("a request met an outage");
    return answer(
        HttpStatus.SERVICE_UNAVAILABLE,
        "the bus or the database cannot be reached; try again with the same Idempotency-Key",
        List.of(),
        request);
  }

  private static ResponseEntity<ProblemDetail> answer(
      HttpStatus status, String detail, List<Issue> issues, HttpServletRequest request) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setInstance(URI.create(request.getRequestURI()));
    if (!issues.isEmpty()) {
      problem.setProperty("issues", issues);
    }
    return ResponseEntity.status(status)
        .contentType(MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
