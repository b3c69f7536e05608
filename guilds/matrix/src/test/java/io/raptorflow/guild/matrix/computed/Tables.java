package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Table;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/// Tables with planted truths, drawn from fixed seeds; every company in them is fictitious.
final class Tables {
  private static final LocalDate FIRST = LocalDate.of(2025, 1, 6);

  private Tables() {}

  static Table file(String name) {
    return Table.csv(name, Samples.text(name + ".csv"));
  }

  /// Journeys of the sample, each ten times.
  static Table journeys() {
    Table sample = file("journeys");
    return new Table(
        sample.name(),
        sample.columns(),
        sample.rows().stream()
            .map(r -> List.of(r.get(0), r.get(1) + "0", r.get(2) + "0", r.get(3)))
            .toList());
  }

  /// Customers who buy every two to eight weeks and leave with a chance of a tenth after each
  /// order.
  static Table orders(int customers) {
    Random random = new Random(41);
    StringBuilder csv = new StringBuilder("order_id,customer_id,order_date,amount,currency\n");
    int order = 0;
    for (int c = 0; c < customers; c++) {
      LocalDate day = FIRST.plusDays(random.nextInt(200));
      double size = 20 + 60 * random.nextDouble();
      int gap = 14 + random.nextInt(42);
      while (day.isBefore(FIRST.plusDays(500))) {
        csv.append(
            "O%d,C%04d,%s,%s,GBP\n"
                .formatted(
                    order++, c, day, Say.of("%.2f", size * (0.8 + 0.4 * random.nextDouble()))));
        if (random.nextInt(10) == 0) {
          break;
        }
        day = day.plusDays(1 + (int) (-Math.log(1 - random.nextDouble()) * gap));
      }
    }
    return Table.csv("orders", csv.toString());
  }

  /// Weekly spend of two channels with an echo of 0.5 and 0.1.
  static Table spendWeekly(int weeks) {
    Random random = new Random(17);
    StringBuilder csv = new StringBuilder("week_start,channel,spend,sales,holiday\n");
    double tv = 0;
    double search = 0;
    for (int t = 0; t < weeks; t++) {
      double a = random.nextInt(3) == 0 ? 300 * random.nextDouble() : 10 * random.nextDouble();
      double b = 20 + 100 * random.nextDouble();
      tv = a + 0.5 * tv;
      search = b + 0.1 * search;
      int holiday = t % 52 == 50 ? 1 : 0;
      double sales =
          2_000
              + 900 * tv / (tv + 200)
              + 600 * search / (search + 60)
              + 150 * Math.sin(2 * Math.PI * t / 52.18)
              + 300 * holiday
              + 15 * random.nextGaussian();
      LocalDate week = FIRST.plusWeeks(t);
      csv.append(Say.of("%s,tv,%.2f,%.2f,%d\n", week, a, sales, holiday));
      csv.append(Say.of("%s,search,%.2f,%.2f,%d\n", week, b, sales, holiday));
    }
    return Table.csv("spend_weekly", csv.toString());
  }

  /// The leukaemia trial (Miller 1997), a week of it taken as a month of 30 days.
  static Table survival(int copies) {
    var aml = Samples.vector("kaplan_meier_aml");
    StringBuilder csv = new StringBuilder("id,start,end,event,group\n");
    int id = 0;
    for (int copy = 0; copy < copies; copy++) {
      for (String group : List.of("maintained", "nonmaintained")) {
        var arm = aml.path(group);
        for (int i = 0; i < arm.path("time").size(); i++) {
          csv.append(
              "p%d,%s,%s,%d,%s\n"
                  .formatted(
                      id++,
                      FIRST,
                      FIRST.plusDays(30L * arm.path("time").path(i).intValue()),
                      arm.path("event").path(i).intValue(),
                      group));
        }
      }
    }
    return Table.csv("survival", csv.toString());
  }

  static Table funnel() {
    StringBuilder csv = new StringBuilder("date,step,users,segment\n");
    for (int d = 0; d < 14; d++) {
      LocalDate day = FIRST.plusDays(d);
      for (String segment : List.of("mobile", "desktop")) {
        int visits = segment.equals("mobile") ? 500 : 300;
        csv.append("%s,1 visit,%d,%s\n".formatted(day, visits, segment));
        csv.append("%s,2 basket,%d,%s\n".formatted(day, visits / 5, segment));
        csv.append("%s,3 order,%d,%s\n".formatted(day, visits / 10, segment));
      }
    }
    return Table.csv("funnel", csv.toString());
  }

  /// Reviews of two sources; from day 70 on many of one speak of a leaking valve.
  static Table texts(int count) {
    Random random = new Random(23);
    List<String> good =
        List.of(
            "Great tank, easy to fit and it looks lovely in the garden",
            "I love the slim shape, really happy with the quality",
            "Excellent service and fast delivery, very pleased");
    List<String> bad =
        List.of(
            "The lid broke after a week, terrible quality",
            "Delivery was late and support was awful",
            "Very disappointed with the instructions, horrible to assemble");
    StringBuilder csv = new StringBuilder("text_id,source,lang,date,author_hash,rating,text\n");
    for (int i = 0; i < count; i++) {
      int day = i * 100 / count;
      boolean leak = day >= 75 && random.nextInt(2) == 0;
      boolean happy = random.nextInt(3) > 0;
      List<String> from = happy ? good : bad;
      String text =
          leak
              ? "The valve keeps leaking, bad seal on unit " + i
              : from.get(random.nextInt(3)) + ", order " + i;
      csv.append(
          "t%05d,%s,en,%s,h%d,%d,\"%s\"\n"
              .formatted(
                  i,
                  i % 2 == 0 ? "shop" : "forum",
                  FIRST.plusDays(day),
                  i,
                  leak ? 1 : happy ? 5 : 2,
                  text));
    }
    return Table.csv("texts", csv.toString());
  }

  /// Mentions in the shares of the worked example: 40, 30, 20 and 10 percent.
  static Table mentions(int times) {
    StringBuilder csv = new StringBuilder("date,brand,source,reach,sentiment,url_hash\n");
    int page = 0;
    for (int t = 0; t < times; t++) {
      for (int i = 0; i < 10; i++) {
        String brand = i < 4 ? "tarnwell" : i < 7 ? "rillmark" : i < 9 ? "brookline" : "damson";
        csv.append(
            "%s,%s,news,%d,0,u%d\n".formatted(FIRST.plusDays(t % 28), brand, 100 + i, page++));
      }
    }
    return Table.csv("mentions", csv.toString());
  }

  /// Three pages over 450 days: `/steady`, `/season` falls in the same weeks of both years, and
  /// `/decay` lost its place in the last 28 days.
  static Table searchDaily(int days) {
    StringBuilder csv = new StringBuilder("date,page,clicks,impressions,position\n");
    for (int d = 0; d < days; d++) {
      LocalDate day = FIRST.plusDays(d);
      boolean last = d >= days - 28;
      boolean lastYear = d >= days - 28 - 364 && d < days - 364;
      csv.append("%s,/steady,20,400,3.0\n".formatted(day));
      csv.append(
          "%s,/season,%d,%d,4.0\n"
              .formatted(day, last || lastYear ? 8 : 20, last || lastYear ? 160 : 400));
      csv.append("%s,/decay,%d,400,%s\n".formatted(day, last ? 6 : 20, last ? "9.4" : "3.1"));
    }
    return Table.csv("search_daily", csv.toString());
  }

  /// Leads that are won by visits and industry; the name of a person and the age stand there too.
  static Table leads(int count) {
    Random random = new Random(31);
    StringBuilder csv =
        new StringBuilder("lead_id,created,source,industry,employees,visits,age,won\n");
    for (int i = 0; i < count; i++) {
      int visits = random.nextInt(12);
      String industry = List.of("retail", "farming", "software").get(random.nextInt(3));
      double odds = -2.6 + 0.35 * visits + (industry.equals("farming") ? 1.2 : 0);
      int won = random.nextDouble() < 1 / (1 + Math.exp(-odds)) ? 1 : 0;
      csv.append(
          "L%05d,%s,%s,%s,%d,%d,%d,%d\n"
              .formatted(
                  i,
                  FIRST.plusDays(i % 90),
                  i % 3 == 0 ? "event" : "search",
                  industry,
                  5 + random.nextInt(400),
                  visits,
                  20 + random.nextInt(40),
                  won));
    }
    return Table.csv("leads", csv.toString());
  }

  /// Two ads: `worn` loses 3 percent a day after day 10, `fresh` does not.
  static Table creativeDaily(int days) {
    StringBuilder csv =
        new StringBuilder("date,ad_id,impressions,reach,frequency,clicks,conversions,first_seen\n");
    for (int d = 0; d < days; d++) {
      for (String ad : List.of("fresh", "worn")) {
        double rate = 0.02 * (ad.equals("worn") ? Math.pow(0.97, Math.max(0, d - 10)) : 1);
        int wobble = (d * 37) % 11 - 5;
        csv.append(
            Say.of(
                "%s,%s,20000,12000,%.2f,%d,1,%s\n",
                FIRST.plusDays(d), ad, 1.2 + 0.2 * d, Math.round(20_000 * rate) + wobble, FIRST));
      }
    }
    return Table.csv("creative_daily", csv.toString());
  }

  /// A table cut down to its first rows.
  static Table head(Table table, int rows) {
    return new Table(table.name(), table.columns(), table.rows().subList(0, rows));
  }

  /// The same table with one cell changed.
  static Table with(Table table, int row, String column, String value) {
    List<List<String>> rows = new ArrayList<>(table.rows());
    List<String> cells = new ArrayList<>(rows.get(row));
    cells.set(table.column(column).orElseThrow(), value);
    rows.set(row, cells);
    return new Table(table.name(), table.columns(), rows);
  }
}
