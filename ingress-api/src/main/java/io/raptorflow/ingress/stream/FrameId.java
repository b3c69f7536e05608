package io.raptorflow.ingress.stream;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Position of a frame in the log: `partition:offset`. The same in every process, so a client may
/// go on anywhere.
public record FrameId(int partition, long offset) {
  private static final Pattern SHAPE = Pattern.compile("(\\d{1,6}):(\\d{1,18})");

  /// Empty when the text is no id.
  public static Optional<FrameId> of(String text) {
    Matcher matcher = SHAPE.matcher(text.strip());
    return matcher.matches()
        ? Optional.of(
            new FrameId(Integer.parseInt(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return partition + ":" + offset;
  }
}
