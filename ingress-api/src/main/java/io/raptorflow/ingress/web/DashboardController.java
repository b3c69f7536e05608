package io.raptorflow.ingress.web;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// The page that people look at: one file, nothing from elsewhere.
@RestController
final class DashboardController {
  /// Scripts and styles stand in the page itself, which is why both are allowed inline; the page
  /// writes texts only as text nodes.
  private static final String POLICY =
      "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline';"
          + " connect-src 'self'; img-src data:; base-uri 'none'; form-action 'none';"
          + " frame-ancestors 'none'";

  @GetMapping("/")
  @Operation(summary = "The dashboard", produces = "text/html")
  ResponseEntity<byte[]> page() {
    return ResponseEntity.ok()
        .header("Content-Security-Policy", POLICY)
        .header("X-Content-Type-Options", "nosniff")
        .header("Referrer-Policy", "no-referrer")
        .cacheControl(CacheControl.noCache())
        .contentType(MediaType.TEXT_HTML)
        .body(read("/static/dashboard.html"));
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
