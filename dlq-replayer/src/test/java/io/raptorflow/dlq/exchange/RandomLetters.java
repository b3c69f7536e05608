package io.raptorflow.dlq.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.raptorflow.bus.Coordinates;
import io.raptorflow.bus.FailureClass;
import io.raptorflow.bus.RetryRow.Status;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkId;
import io.raptorflow.dlq.exchange.ExportedLetter.ExportedHeader;
import io.raptorflow.dlq.exchange.ExportedLetter.Facts;
import io.raptorflow.dlq.exchange.ExportedLetter.Original;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Dead letters with all that may stand in one: nulls, noise, other scripts, schema ids, repeats.
final class RandomLetters {
  private static final String SIGNS = "abc ,;\"'\\{}[]\n\r\tÄß漢😀\u202e\u0000\u001b=+-@";

  private final SplittableRandom random;
  private final int partsMax;

  RandomLetters(long seed) {
    this(seed, 6);
  }

  /// @param partsMax most headers and notes of history, and a measure for the texts
  RandomLetters(long seed, int partsMax) {
    this.random = new SplittableRandom(seed);
    this.partsMax = partsMax;
  }

  Stream<ExportedLetter> letters() {
    return Stream.generate(() -> next(200));
  }

  ExportedLetter next(int bytesMax) {
    return new ExportedLetter(
        facts(),
        new Coordinates("sys.dlq.processing_error", random.nextInt(4), random.nextLong(1L << 40)),
        new Original(
            maybe(text(20)), maybe(random.nextInt(9)), maybe(random.nextLong()), maybe(time())),
        bytes(30),
        bytes(bytesMax),
        headers(),
        bytes(bytesMax));
  }

  private Facts facts() {
    List<String> history = new ArrayList<>();
    for (int left = random.nextInt(partsMax); left > 0; left--) {
      history.add(text(40));
    }
    return new Facts(
        new WorkId(uuid()),
        Status.values()[random.nextInt(Status.values().length)],
        text(8),
        text(8),
        maybe(new RunId(uuid())),
        FailureClass.values()[random.nextInt(FailureClass.values().length)],
        text(16),
        text(60),
        text(12),
        random.nextInt(),
        random.nextInt(),
        time(),
        time(),
        history);
  }

  private List<ExportedHeader> headers() {
    List<ExportedHeader> headers = new ArrayList<>();
    for (int left = random.nextInt(partsMax); left > 0; left--) {
      headers.add(new ExportedHeader(random.nextBoolean() ? "twice" : text(6), bytes(20)));
    }
    return headers;
  }

  private byte @Nullable [] bytes(int max) {
    return switch (random.nextInt(6)) {
      case 0 -> null;
      case 1 -> new byte[0];
      case 2 -> text(max / 2 + 1).getBytes(UTF_8);
      case 3 -> {
        byte[] wire = noise(5 + random.nextInt(max));
        wire[0] = 0;
        yield wire;
      }
      default -> noise(random.nextInt(max));
    };
  }

  private byte[] noise(int length) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /// May hold halves of surrogate pairs, as cut texts do.
  private String text(int max) {
    StringBuilder text = new StringBuilder();
    for (int left = random.nextInt(max) * partsMax / 6; left > 0; left--) {
      text.append(SIGNS.charAt(random.nextInt(SIGNS.length())));
    }
    return text.toString();
  }

  private UUID uuid() {
    return new UUID(random.nextLong(), random.nextLong());
  }

  private Instant time() {
    return random.nextInt(9) == 0
        ? Instant.ofEpochMilli(random.nextLong())
        : Instant.ofEpochMilli(1_760_000_000_000L + random.nextInt());
  }

  private <T> Optional<T> maybe(T value) {
    return random.nextInt(4) == 0 ? Optional.empty() : Optional.of(value);
  }
}
