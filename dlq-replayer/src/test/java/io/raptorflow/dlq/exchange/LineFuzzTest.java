package io.raptorflow.dlq.exchange;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Lines with bytes changed, lost, doubled and swapped. `-Draptor.inputs=N` and `-Draptor.seed=N`
/// make it longer and other.
class LineFuzzTest {
  private static final int INPUTS = Integer.getInteger("raptor.inputs", 200_000);
  private static final long SEED = Long.getLong("raptor.seed", 20_261_121);
  private static final int THREADS = 2;
  private static final int LETTERS = 500;
  private static final byte[] MARKS = "{}[]\",:\\0-9.eE+nulltruesha256 \t\r=".getBytes(UTF_8);

  private final byte[][] lines = new byte[LETTERS][];
  private final ExportedLetter[] letters = new ExportedLetter[LETTERS];

  LineFuzzTest() throws IOException {
    RandomLetters source = new RandomLetters(11, 2);
    for (int i = 0; i < LETTERS; i++) {
      letters[i] = source.next(8);
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      DeadLetterFile.write(Stream.of(letters[i]), line);
      lines[i] = Arrays.copyOf(line.toByteArray(), line.size() - 1);
    }
  }

  /// What became of the lines of one thread.
  private record Outcome(int read, int resealed) {}

  @Test
  void readsOrNamesTheFaultOfEveryLine() throws Exception {
    // In threads of their own, because a deep stack makes each of the parser's exceptions slow.
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      List<Callable<Outcome>> tasks =
          LongStream.range(0, THREADS).<Callable<Outcome>>mapToObj(n -> () -> fuzz(n)).toList();
      for (Future<Outcome> outcome : threads.invokeAll(tasks)) {
        outcomes.add(outcome.get());
      }
    }

    assertThat(outcomes).hasSize(THREADS);
    assertThat(outcomes).allMatch(outcome -> outcome.read() > 0);
    assertThat(outcomes).allMatch(outcome -> outcome.read() < INPUTS / THREADS / 10);
    assertThat(outcomes).allMatch(outcome -> outcome.resealed() > INPUTS / THREADS / 1_000);
  }

  private Outcome fuzz(long number) {
    SplittableRandom random = new SplittableRandom(SEED + number);
    int read = 0;
    int resealed = 0;
    for (int input = 0; input < INPUTS / THREADS; input++) {
      int one = random.nextInt(LETTERS);
      boolean reseals = input % 8 == 0;
      byte[] changed = reseals ? resealed(lines[one], random) : changed(lines[one], random);

      switch (LineReader.read(new LineSplitter.Line(input, changed, false))) {
        case FileLine.Read same -> {
          // With the old hash nothing passes but what was written.
          if (reseals) {
            resealed++;
          } else if (same.letter().equals(letters[one])) {
            read++;
          } else {
            throw new AssertionError("a changed line was read: " + new String(changed, UTF_8));
          }
        }
        case FileLine.Broken broken -> {
          if (broken.why().isBlank() || broken.why().length() > 400) {
            throw new AssertionError("no clear fault: " + broken);
          }
        }
      }
    }
    return new Outcome(read, resealed);
  }

  /// A change that its writer stands by.
  private static byte[] resealed(byte[] line, SplittableRandom random) {
    byte[] body = changed(Arrays.copyOf(line, line.length - 77), random);
    byte[] seal = (",\"sha256\":\"" + Sha256.hex(body) + "\"}").getBytes(UTF_8);
    byte[] whole = Arrays.copyOf(body, body.length + seal.length);
    System.arraycopy(seal, 0, whole, body.length, seal.length);
    return whole;
  }

  private static byte[] changed(byte[] line, SplittableRandom random) {
    int at = random.nextInt(line.length);
    byte[] copy = line.clone();
    switch (random.nextInt(6)) {
      case 0 -> copy[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> copy[at] = MARKS[random.nextInt(MARKS.length)];
      case 2 -> {
        return Arrays.copyOf(line, at);
      }
      case 3 -> {
        return Arrays.copyOfRange(line, at, line.length);
      }
      case 4 -> {
        int end = Math.min(line.length, at + 1 + random.nextInt(20));
        System.arraycopy(line, end, copy, at, line.length - end);
        return Arrays.copyOf(copy, line.length - (end - at));
      }
      default -> {
        for (int left = random.nextInt(40); left > 0; left--) {
          copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
        }
      }
    }
    return copy;
  }
}
