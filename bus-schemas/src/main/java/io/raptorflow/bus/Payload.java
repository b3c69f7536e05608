package io.raptorflow.bus;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// A body that travels inside its event or, above [#INLINE_BYTES_MAX], by reference.
///
/// @param sha256 hash of the UTF-8 bytes, 64 hex digits
/// @param bytes length in UTF-8 bytes
/// @param inline the body, or null when it travels by reference
/// @param claim where the body lies, or null when it travels inside
public record Payload(String sha256, int bytes, @Nullable String inline, @Nullable ClaimRef claim) {

  /// Largest body that may travel inside an event: 256 KiB.
  public static final int INLINE_BYTES_MAX = 256 * 1024;

  public Payload {
    if ((inline == null) == (claim == null)) {
      throw new IllegalArgumentException(
          "a payload travels inline or by claim, exactly one; was "
              + (inline == null ? "neither" : "both"));
    }
  }

  /// A payload that carries its text inside, whatever its size; the outbox moves large ones out.
  public static Payload inline(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return new Payload(Sha256.hex(utf8), utf8.length, text, null);
  }

  /// The same body by reference.
  public Payload claimedAt(ClaimRef where) {
    return new Payload(sha256, bytes, null, where);
  }

  /// The body.
  ///
  /// @throws IllegalStateException when it travels by reference and was not fetched
  public String text() {
    if (inline == null) {
      throw new IllegalStateException(
          "payload " + sha256 + " lies at " + claim + ", fetch it first");
    }
    return inline;
  }
}
