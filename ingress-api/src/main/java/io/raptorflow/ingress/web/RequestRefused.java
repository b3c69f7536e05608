package io.raptorflow.ingress.web;

import io.raptorflow.ingress.command.Issue;
import java.util.List;
import org.springframework.http.HttpStatus;

/// A request that is answered with a problem (RFC 9457).
final class RequestRefused extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final HttpStatus status;
  private final String detail;
  private final transient List<Issue> issues;

  RequestRefused(HttpStatus status, String detail, List<Issue> issues) {
    super(detail);
    this.status = status;
    this.detail = detail;
    this.issues = List.copyOf(issues);
  }

  static RequestRefused of(HttpStatus status, Issue issue) {
    return new RequestRefused(status, issue.rule(), List.of(issue));
  }

  static RequestRefused unknownRun(String id) {
    return of(HttpStatus.NOT_FOUND, new Issue("id", id, "is a run of this workspace"));
  }

  HttpStatus status() {
    return status;
  }

  String detail() {
    return detail;
  }

  List<Issue> issues() {
    return issues;
  }
}
