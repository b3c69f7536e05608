package io.raptorflow.ingress.web;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.ingress.IngressSettings;
import io.raptorflow.ingress.Operators;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/// Who may call. With a token every call of the API and of the metrics must show it. Without one
/// the server is on loopback, where a web page in the user's browser could still reach it: a
/// foreign `Host` (DNS rebinding) or a foreign `Origin` is refused. Tokens of operators open the
/// dead letters and nothing else.
final class AccessFilter extends OncePerRequestFilter {
  private static final String BEARER = "Bearer ";
  private static final Set<String> LOOPBACK_NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

  private final IngressSettings settings;

  AccessFilter(IngressSettings settings) {
    this.settings = settings;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String path = request.getRequestURI();
    String token = settings.apiToken();
    if (token == null && !LOOPBACK_NAMES.contains(host(request))) {
      refuse(response, HttpStatus.MISDIRECTED_REQUEST, "Host", host(request), "is a loopback name");
    } else if (isForeign(request)) {
      refuse(
          response,
          HttpStatus.FORBIDDEN,
          "Origin",
          String.valueOf(request.getHeader("Origin")),
          "is this server");
    } else if (token == null || !isGuarded(path) || shows(request, token)) {
      Caller.ANYBODY.leaveIn(request);
      chain.doFilter(request, response);
    } else {
      passOperator(request, response, chain);
    }
  }

  private void passOperator(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    Operators.Token operator = null;
    for (Operators.Token known : settings.operators().tokens()) {
      operator = shows(request, known.secret()) ? known : operator;
    }
    if (operator == null) {
      response.setHeader("WWW-Authenticate", "Bearer");
      refuse(
          response,
          HttpStatus.UNAUTHORIZED,
          "Authorization",
          request.getHeader("Authorization") == null ? "missing" : "another token",
          "is Bearer and the token of RAPTOR_API_TOKEN");
    } else if (!isAboutDeadLetters(request.getRequestURI())) {
      refuse(
          response,
          HttpStatus.FORBIDDEN,
          "Authorization",
          "token of " + operator.name(),
          "is the token of RAPTOR_API_TOKEN; those of RAPTOR_API_TOKENS open /api/v3/dlq only");
    } else {
      new Caller(operator.name(), operator.roles()).leaveIn(request);
      chain.doFilter(request, response);
    }
  }

  private static boolean isAboutDeadLetters(String path) {
    return path.equals("/api/v3/dlq") || path.startsWith("/api/v3/dlq/");
  }

  private static boolean isGuarded(String path) {
    return path.startsWith("/api/") || path.startsWith("/actuator/prometheus");
  }

  private static boolean shows(HttpServletRequest request, String token) {
    String header = request.getHeader("Authorization");
    return header != null
        && header.startsWith(BEARER)
        && MessageDigest.isEqual(
            header.substring(BEARER.length()).getBytes(StandardCharsets.UTF_8),
            token.getBytes(StandardCharsets.UTF_8));
  }

  private static boolean isForeign(HttpServletRequest request) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      return false;
    }
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null || !authority.equalsIgnoreCase(request.getHeader("Host"));
    } catch (IllegalArgumentException noUri) {
      return true;
    }
  }

  private static String host(HttpServletRequest request) {
    String host = request.getHeader("Host");
    return host == null ? "missing" : host.replaceFirst(":\\d+$", "").toLowerCase(Locale.ROOT);
  }

  private static void refuse(
      HttpServletResponse response, HttpStatus status, String field, String value, String rule)
      throws IOException {
    response.setStatus(status.value());
    response.setContentType("application/problem+json");
    byte[] body =
        CanonicalJson.write(
                Map.of(
                    "type", "about:blank",
                    "title", status.getReasonPhrase(),
                    "status", status.value(),
                    "detail", field + " " + rule,
                    "issues", Set.of(Map.of("field", field, "value", value, "rule", rule))))
            .getBytes(StandardCharsets.UTF_8);
    response.getOutputStream().write(body);
  }
}
