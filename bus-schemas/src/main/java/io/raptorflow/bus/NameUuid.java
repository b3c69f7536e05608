package io.raptorflow.bus;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/// Name-based UUIDs, version 5 (RFC 9562, section 5.5): the same name gives the same id.
public final class NameUuid {
  private static final UUID NAMESPACE = UUID.fromString("6f0e2f9c-2b41-5f0a-9b57-52f7a3c3d0aa");

  private NameUuid() {}

  /// Id of the parts, joined by a unit separator so that ("a","bc") and ("ab","c") differ.
  public static UUID of(String... parts) {
    byte[] name = String.join("\u001f", parts).getBytes(StandardCharsets.UTF_8);
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      ByteBuffer hash = ByteBuffer.wrap(sha1.digest(name));
      long high = (hash.getLong() & 0xffffffffffff0fffL) | 0x5000L;
      long low = (hash.getLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
      return new UUID(high, low);
    } catch (NoSuchAlgorithmException missing) {
      throw new AssertionError("every JDK has SHA-1", missing);
    }
  }
}
