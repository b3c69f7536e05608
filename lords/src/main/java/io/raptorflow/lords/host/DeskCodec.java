package io.raptorflow.lords.host;

import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.lords.Desk;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JavaType;

/// Desks as bytes: canonical JSON, UTF-8.
final class DeskCodec<S extends Record> {
  private final JavaType type;

  DeskCodec(Class<?> state) {
    this.type = CanonicalJson.MAPPER.getTypeFactory().constructParametricType(Desk.class, state);
  }

  byte[] write(Desk<S> desk) {
    return CanonicalJson.write(desk).getBytes(StandardCharsets.UTF_8);
  }

  Desk<S> read(byte[] bytes) {
    return CanonicalJson.MAPPER.readValue(bytes, type);
  }
}
