package io.raptorflow.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.tables.Imported.Refused;
import io.raptorflow.tables.Imported.Understood;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Files that nobody should send: each ends in a report that names file, line and reason.
class HostileFileTest {
  private static final TableImport IMPORT = new TableImport("tarnwell", "");
  private static final String HEADER =
      "Day,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost,Conversions\n";
  private static final String GOOD = "2026-09-01,Brand,Search,EUR,100,10,5.50,1.00\n";

  private static Imported read(String text) {
    return IMPORT.read("hostile.csv", text.getBytes(StandardCharsets.UTF_8));
  }

  private static String refusal(byte[] bytes) {
    Imported imported = IMPORT.read("hostile.csv", bytes);
    assertThat(imported).isInstanceOf(Refused.class);
    return String.join("; ", ((Refused) imported).reasons());
  }

  @Test
  void refusesAFileOfTwoHundredMegabytesUnread(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("huge.csv");
    try (RandomAccessFile huge = new RandomAccessFile(file.toFile(), "rw")) {
      huge.setLength(200L * 1024 * 1024);
    }

    Imported imported = IMPORT.read(file);

    assertThat(((Refused) imported).reasons().getFirst())
        .contains("huge.csv")
        .contains("209715200 bytes")
        .contains("67108864");
  }

  @Test
  void saysWhatABinaryFileIs() {
    byte[] random = new byte[5_000];
    new Random(1).nextBytes(random);

    assertThat(refusal(random)).contains("hostile.csv");
    assertThat(refusal(new byte[] {'P', 'K', 3, 4, 20, 0})).contains("xlsx");
    assertThat(refusal(new byte[] {'%', 'P', 'D', 'F', '-'})).contains("PDF");
    assertThat(refusal(new byte[0])).contains("empty");
    assertThat(refusal(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, (byte) 0xC3}))
        .contains("not valid UTF-8");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "2026-09-02,=HYPERLINK(\"x\"),Search,EUR,1,1,1.00,0|is a formula",
        "2026-09-02,A,Search,EUR,=1+1,1,1.00,0|is a formula",
        "1899-12-30,A,Search,EUR,1,1,1.00,0|must lie between 1910 and 2099",
        "2026-02-30,A,Search,EUR,1,1,1.00,0|is no day",
        "2026-09-02,A,Search,EUR,1,1,-4.20,0|must not be negative",
        "2026-09-02,A,Search,EUR,1.5,1,1.00,0|must be a whole number",
        "2026-09-02,A,Search,EUR,1,many,1.00,0|is no number",
        "2026-09-02,A,Rocket,EUR,1,1,1.00,0|is no known campaign type",
        "2026-09-02,,Search,EUR,1,1,1.00,0|must not be empty",
        "2026-09-01,Brand,Search,EUR,100,10,5.50,1.00|repeats line 2",
        "2026-09-02,A,Search,EUR,1,1,1.00,0,0,0|has 10 cells"
      })
  void reportsARowThatCannotBeReadWithLineAndReason(String row, String reason) {
    Understood table = (Understood) read(HEADER + GOOD + row + "\n");

    assertThat(table.rows()).hasSize(1);
    assertThat(table.unread())
        .singleElement()
        .satisfies(
            problem -> {
              assertThat(problem.line()).isEqualTo(3);
              assertThat(problem.toString()).contains(reason);
            });
    assertThat(table.notes()).anyMatch(note -> note.equals("1 of 2 rows were read"));
  }

  @Test
  void refusesTwoCurrencies() {
    Imported imported = read(HEADER + GOOD + GOOD.replace("EUR", "GBP"));

    assertThat(((Refused) imported).reasons().getFirst())
        .contains("mixes the currencies [EUR, GBP]");
  }

  @Test
  void saysWhichColumnHoldsNothing() {
    Understood table = (Understood) read(HEADER + GOOD.replace("1.00", " --"));

    assertThat(table.notes())
        .anyMatch(note -> note.equals("column 'Conversions' holds no value in any row"));
    assertThat(table.rows().getFirst().get(table.columns().indexOf("conversions"))).isEmpty();
  }

  @Test
  void doesNotGuessWhatANumberMeans() {
    Imported imported =
        read(
            "Day,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost\n"
                + "2026-09-01,A,Search,EUR,100,10,\"1,234\"\n");

    assertThat(((Refused) imported).reasons().getFirst())
        .contains("line 2, Cost '1,234' can be thousands or a fraction");
  }

  @Test
  void refusesNumbersThatContradictEachOther() {
    Imported imported = read(HEADER + GOOD + "2026-09-02,A,Search,EUR,1,1,\"1,5\",0\n");

    assertThat(((Refused) imported).reasons().getFirst()).contains("a point in some cells");
  }

  @Test
  void doesNotGuessWhichPartOfADateIsTheDay() {
    Imported imported = read(HEADER + GOOD.replace("2026-09-01", "09/10/2026"));

    assertThat(String.join("; ", ((Refused) imported).reasons()))
        .contains("none of its 1 rows")
        .contains("is no day, or could be two");
  }

  @Test
  void reportsQuotesThatDoNotPair() {
    String broken = HEADER + "2026-09-01,\"Brand,Search,EUR,100,10,5.50,1.00\n2026-09-02,x\n";

    Imported imported = read(broken);

    assertThat(imported).isInstanceOf(Refused.class);
  }

  @Test
  void saysWhichHeadersItSawWhenItKnowsNone() {
    Imported imported = read("colour,size\nred,4\n");

    assertThat(((Refused) imported).reasons().getFirst())
        .contains("no known header")
        .contains("colour");
  }

  @Test
  void endsForAnyBytes() {
    Random random = new Random(4);
    for (int round = 0; round < 300; round++) {
      byte[] bytes = (HEADER + GOOD + GOOD.replace("01", "02")).getBytes(StandardCharsets.UTF_8);
      for (int flips = 0; flips < 1 + random.nextInt(12); flips++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }

      assertThat(IMPORT.read("flipped.csv", bytes).file()).isEqualTo("flipped.csv");
    }
  }
}
