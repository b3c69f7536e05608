package io.raptorflow.standalone.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.raptorflow.bus.Attachment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ImportCommandTest {
  private static final String GOOGLE =
      "Campaign report\nAll time\nDay,Campaign,Campaign type,Currency code,Impr.,Clicks,Cost,Conversions,Conv. value\n"
          + "2026-09-01,Brand,Search,GBP,\"1,000\",10,5.50,1.00,40.00\n"
          + "1899-12-30,Brand,Search,GBP,100,10,5.50,1.00,40.00\n";
  private static final String LINKEDIN =
      "Campaign Performance Report (in UTC)\n\n"
          + "Start Date (in UTC),Campaign Name,Campaign ID,Currency,Total Spent,Impressions,Clicks,Conversions,Total Conversion Value\n"
          + "9/1/2026,Leads,11,GBP,20.50,500,5,1,90.00\n";

  @TempDir private Path folder;

  private record Said(int code, String text) {}

  private static Said run(String... arguments) {
    CommandLine line = Raptor.commandLine();
    StringWriter out = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(out, true));
    return new Said(line.execute(arguments), out.toString());
  }

  private Path file(String name, String text) throws IOException {
    return Files.write(folder.resolve(name), text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void showsWhatWasUnderstoodAndEachRowThatWasNot() throws IOException {
    Said said =
        run(
            "import",
            file("google.csv", GOOGLE).toString(),
            "--brand",
            "tarnwell",
            "--out",
            folder.resolve("tables").toString());

    assertThat(said.code()).isEqualTo(ExitCode.PARTIAL);
    assertThat(said.text())
        .contains("Google Ads campaign report, UTF-8, header in line 3")
        .contains("becomes table kpi_daily: 1 rows")
        .contains("! google.csv, line 5, Day '1899-12-30' must lie between 1910 and 2099");
    assertThat(folder.resolve("tables/google.kpi_daily.csv"))
        .content()
        .endsWith("2026-09-01,tarnwell,google_search,Brand,Brand,1000,10,5.50,1.00,40.00,GBP\n");
  }

  @Test
  void endsWithItsOwnCodeForAFileThatIsNoTable() throws IOException {
    Path binary = Files.write(folder.resolve("x.csv"), new byte[] {'P', 'K', 3, 4});

    assertThat(run("import", binary.toString()).code()).isEqualTo(ExitCode.REFUSED);
    assertThat(run("import", "nowhere.csv").text()).contains("there is no such file");
    assertThat(run("import").code()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void bringsTheExportsOfABriefAsOneTableAndSaysWhatItLeftOut() throws IOException {
    file("google.csv", GOOGLE);
    file("linkedin.csv", LINKEDIN);
    file("prices.csv", "rival,price\nRillmark,149\n");
    Path brief =
        file(
            "brief.json",
            "{\"brand\":{\"id\":\"tarnwell\"},\"assets\":{\"a\":\"google.csv\",\"b\":\"linkedin.csv\",\"c\":\"prices.csv\"}}");

    BriefFile read = BriefFile.read(brief.toString());

    assertThat(read.sources()).extracting(Attachment::name).containsExactly("prices", "kpi_daily");
    assertThat(read.sources().getLast().body().text())
        .contains("tarnwell,google_search,Brand")
        .contains("tarnwell,linkedin,11,Leads");
    assertThat(read.missing())
        .singleElement()
        .asString()
        .contains("google.csv, line 5")
        .endsWith("; not used");
  }

  @Test
  void leavesATableOfTheBriefAsItIs() throws IOException {
    file("google.csv", GOOGLE);
    file(
        "kpi_daily.csv",
        "date,brand_id,channel,campaign_id,campaign_name,impressions,clicks,cost,conversions,revenue,currency\n"
            + "2026-09-01,tarnwell,meta,m,M,1,1,1,1,1,GBP\n");
    Path brief =
        file(
            "brief.json",
            "{\"brand\":{\"id\":\"tarnwell\"},\"assets\":{\"a\":\"google.csv\",\"k\":\"kpi_daily.csv\"}}");

    BriefFile read = BriefFile.read(brief.toString());

    assertThat(read.sources()).extracting(Attachment::name).containsExactly("kpi_daily");
    assertThat(read.missing()).anyMatch(gap -> gap.startsWith("kpi_daily: the brief brings"));
  }

  @Test
  void saysThatDaysAreRepeated() throws IOException {
    String head =
        "date,brand_id,channel,campaign_id,campaign_name,impressions,clicks,cost,conversions,revenue,currency\n";
    String day = "2026-09-01,tarnwell,meta,c1,Autumn,100,10,5,1,10,EUR\n";
    String next = day.replace("09-01", "09-02");

    String again = day.replace(",5,1,", ",6,1,");

    assertThat(run("import", file("twice.csv", head + day + next + again).toString()).text())
        .contains("1 rows repeat a day of the same campaign: agents refuse such a table");
    assertThat(run("import", file("once.csv", head + day + next).toString()).text())
        .doesNotContain("repeat a day");
  }

  @Test
  void namesTheFileThatAnAgentCannotRead() throws IOException {
    Path binary = Files.write(folder.resolve("binary.csv"), new byte[] {(byte) 0xff, 0, 1});

    for (String option : new String[] {"--table", "--document"}) {
      Said said = run("agent", "run", "MTX-001", option, "kpi_daily=" + binary);

      assertThat(said.code()).isEqualTo(ExitCode.USAGE);
      assertThat(said.text()).contains(binary + " cannot be read: not UTF-8");
    }
  }
}
