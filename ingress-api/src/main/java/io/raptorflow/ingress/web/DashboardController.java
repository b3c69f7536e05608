package io.raptorflow.ingress.web;

import io.raptorflow.bus.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The page that people look at: one file, nothing from elsewhere.
@RestController
final class DashboardController {
  private static final Pattern SCRIPT =
      Pattern.compile("<script type=\"module\">(.*?)</script>", Pattern.DOTALL);
  private static final Pattern STYLE = Pattern.compile("<style>(.*?)</style>", Pattern.DOTALL);

  private final byte[] page = read("/static/dashboard.html");
  private final String policy = policy(new String(page, StandardCharsets.UTF_8));

  @GetMapping("/")
  @Operation(summary = "The dashboard", produces = "text/html")
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .header("Content-Security-Policy", policy)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .cacheControl(CacheControl.noCache())
        .contentType(MediaType.TEXT_HTML)
        .body(page);
  }

  /// Allows the one script and the one style that stand in the page, by hash (CSP Level 3).
  private static String policy(String page) {
    return "default-src 'none'; script-src '%s'; style-src '%s'; connect-src 'self'; img-src data:;"
            .formatted(hash(SCRIPT, page), hash(STYLE, page))
        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
  }

  private static String hash(Pattern part, String page) {
    Matcher matcher = part.matcher(page);
    if (!matcher.find()) {
      throw new IllegalStateException("the dashboard has no part " + part);
    }
    byte[] hash = HexFormat.of().parseHex(Sha256.hex(matcher.group(1)));
    return "sha256-" + Base64.getEncoder().encodeToString(hash);
  }

  @GetMapping("/openapi.json")
  @Operation(summary = "This document")
  ResponseEntity<byte[]> openApi() {
    return ResponseEntity.ok().contentType(MediaType.APPLICATION_JSON).body(read("/openapi.json"));
  }

  private static byte[] read(String resource) {
    try (InputStream in = DashboardController.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException(resource + " is missing on the class path");
      }
      return in.readAllBytes();
    } catch (IOException broken) {
      throw new UncheckedIOException(resource, broken);
    }
  }
}
