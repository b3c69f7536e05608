package io.raptorflow.guild.research;

import io.raptorflow.agent.Composer;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.agent.offline.text.Phrase;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.campaign.BrandBrief.Segment;
import io.raptorflow.guild.research.method.Rfm;
import io.raptorflow.guild.research.method.Rfm.Customer;
import io.raptorflow.guild.research.output.PersonaSet;
import io.raptorflow.guild.research.output.PersonaSet.Cluster;
import io.raptorflow.guild.research.output.PersonaSet.Persona;
import io.raptorflow.guild.research.output.PersonaSet.Trait;
import io.raptorflow.guild.research.source.Citations;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Clusters customers by recency, frequency and money where there are orders, and describes the
/// segments of the brief (RES-003).
final class PersonaComposer implements Composer {
  private static final String ORDERS = "orders";

  /// Fewest customers that clusters are made of.
  private static final int CUSTOMERS_MIN = 50;

  @Override
  public String output() {
    return PersonaSet.class.getSimpleName();
  }

  @Override
  public JsonNode compose(TaskInputs inputs) {
    Notebook notes = new Notebook("P", inputs);
    List<Persona> personas = new ArrayList<>();
    List<Segment> segments = notes.brief().audience().segments();
    for (int i = 0; i < segments.size(); i++) {
      personas.add(persona(segments.get(i), "brief:/audience/icp/" + i, notes));
    }
    List<Cluster> clusters = clusters(inputs, notes);
    String method =
        clusters.isEmpty()
            ? "no clusters for %s: personas are those of its brief".formatted(notes.names().brand())
            : "customers of %s scored in fifths by recency, frequency and money as of %s"
                .formatted(notes.names().brand(), day(inputs));
    notes.gap(
        "In which words do buyers of %s speak of it?".formatted(notes.names().product()),
        "texts.csv (text_id, source, lang, date, author_hash, rating, text)");
    return CanonicalJson.MAPPER.valueToTree(
        new PersonaSet(method, clusters, personas, notes.noted(), notes.gaps()));
  }

  private static Persona persona(Segment segment, String citation, Notebook notes) {
    String name = Notebook.shown(segment.name());
    List<String> pains = segment.pains().stream().map(Notebook::shown).toList();
    List<String> triggers = segment.triggers().stream().map(Notebook::shown).toList();
    for (int i = 0; i < pains.size(); i++) {
      notes.fact(
          citation + "/pains/" + i,
          "%s: “%s” is a pain that the brief of %s names."
              .formatted(name, pains.get(i), notes.names().brand()));
    }
    for (int i = 0; i < triggers.size(); i++) {
      notes.fact(
          citation + "/triggers/" + i,
          "%s: “%s” is when they look for %s."
              .formatted(name, triggers.get(i), notes.names().keywords()));
    }
    return new Persona(
        name,
        job(pains, triggers, notes),
        pains,
        triggers,
        segment.committee().stream().map(Notebook::shown).toList(),
        List.of(),
        citation);
  }

  /// What they want to get done, put together from when they look and what stands in their way.
  private static String job(List<String> pains, List<String> triggers, Notebook notes) {
    String product = notes.names().keywords();
    if (!triggers.isEmpty() && !pains.isEmpty()) {
      return "Get through %s in spite of this: %s."
          .formatted(Phrase.of(triggers.getFirst()).asKnown(), Phrase.of(pains.getFirst()).text());
    }
    if (!pains.isEmpty()) {
      return "Find %s that deal with this: %s."
          .formatted(product, Phrase.of(pains.getFirst()).text());
    }
    return triggers.isEmpty()
        ? "Choose %s; the brief of %s says no more.".formatted(product, notes.names().brand())
        : "Choose %s in time for %s.".formatted(product, Phrase.of(triggers.getFirst()).asKnown());
  }

  private static LocalDate day(TaskInputs inputs) {
    return inputs.asOf().atZone(ZoneOffset.UTC).toLocalDate();
  }

  private static List<Cluster> clusters(TaskInputs inputs, Notebook notes) {
    Optional<Table> orders = inputs.table(ORDERS);
    String brand = notes.names().brand();
    if (orders.isEmpty()) {
      notes.gap(
          "Who bought from %s, when and for how much?".formatted(brand),
          "orders.csv (order_id, customer_id, order_date, amount, currency)");
      return List.of();
    }
    List<Customer> customers;
    try {
      customers = Rfm.score(orders.get(), day(inputs));
    } catch (IllegalArgumentException unfit) {
      notes.gap(
          "Orders of %s cannot be read: %s.".formatted(brand, unfit.getMessage()), "orders.csv");
      return List.of();
    }
    if (customers.size() < CUSTOMERS_MIN) {
      notes.gap(
          "%d customers of %s are too few for clusters, %d are needed; are there older orders?"
              .formatted(customers.size(), brand, CUSTOMERS_MIN),
          "orders.csv");
      return List.of();
    }
    return new Clusters(customers, inputs, notes).all();
  }

  /// The clusters of one set of customers.
  private record Clusters(List<Customer> customers, TaskInputs inputs, Notebook notes) {

    List<Cluster> all() {
      Map<String, List<Customer>> groups = new LinkedHashMap<>();
      for (String name :
          List.of("Regulars", "Newcomers", "Drifting regulars", "Gone quiet", "In between")) {
        groups.put(name, new ArrayList<>());
      }
      customers.forEach(c -> groups.getOrDefault(name(c), new ArrayList<>()).add(c));
      List<Cluster> clusters = new ArrayList<>();
      groups.forEach(
          (name, members) -> {
            if (!members.isEmpty()) {
              clusters.add(cluster(name, members));
            }
          });
      return clusters;
    }

    private static String name(Customer c) {
      if (c.r() >= 4) {
        return c.f() >= 4 ? "Regulars" : "Newcomers";
      }
      if (c.r() <= 2) {
        return c.f() >= 4 ? "Drifting regulars" : "Gone quiet";
      }
      return "In between";
    }

    private static String rule(String name) {
      return switch (name) {
        case "Regulars" -> "recency 4-5, frequency 4-5";
        case "Newcomers" -> "recency 4-5, frequency 1-3";
        case "Drifting regulars" -> "recency 1-2, frequency 4-5";
        case "Gone quiet" -> "recency 1-2, frequency 1-3";
        default -> "recency 3";
      };
    }

    private Cluster cluster(String name, List<Customer> members) {
      BigDecimal share = share(members.size(), customers.size());
      BigDecimal revenue = money(members).divide(money(customers), 4, RoundingMode.HALF_UP);
      String citation = Citations.rows(inputs, ORDERS);
      notes.fact(
          citation,
          "%s are %d of %d customers of %s (%s %%) and bring %s %% of its revenue."
              .formatted(
                  name,
                  members.size(),
                  customers.size(),
                  notes.names().brand(),
                  percent(share),
                  percent(revenue)));
      return new Cluster(
          name + " of " + notes.names().brand(),
          rule(name),
          members.size(),
          share,
          revenue,
          traits(members),
          citation);
    }

    private List<Trait> traits(List<Customer> members) {
      List<Integer> flight = new ArrayList<>();
      LocalDate month = notes.brief().objective().from().withDayOfMonth(1);
      while (!month.isAfter(notes.brief().objective().to()) && flight.size() < 12) {
        flight.add(month.getMonthValue());
        month = month.plusMonths(1);
      }
      List<BigDecimal> baskets = customers.stream().map(Clusters::basket).sorted().toList();
      BigDecimal median = baskets.get(baskets.size() / 2);
      return List.of(
          trait(
              "basket above the median of " + median,
              c -> basket(c).compareTo(median) > 0,
              members),
          trait(
              "has ordered in the months of the flight " + flight,
              c -> c.months().stream().anyMatch(flight::contains),
              members));
    }

    private static BigDecimal basket(Customer c) {
      return c.money().divide(BigDecimal.valueOf(c.orders()), 2, RoundingMode.HALF_UP);
    }

    private Trait trait(String name, Predicate<Customer> has, List<Customer> members) {
      int here = (int) members.stream().filter(has).count();
      int everywhere = (int) customers.stream().filter(has).count();
      double lift =
          everywhere == 0
              ? 0
              : (here / (double) members.size()) / (everywhere / (double) customers.size());
      return new Trait(name, BigDecimal.valueOf(lift).setScale(2, RoundingMode.HALF_UP), here);
    }

    private static BigDecimal money(List<Customer> of) {
      BigDecimal sum = of.stream().map(Customer::money).reduce(BigDecimal.ZERO, BigDecimal::add);
      return sum.signum() == 0 ? BigDecimal.ONE : sum;
    }

    private static BigDecimal share(int part, int whole) {
      return BigDecimal.valueOf(part).divide(BigDecimal.valueOf(whole), 4, RoundingMode.HALF_UP);
    }

    private static String percent(BigDecimal share) {
      return share.movePointRight(2).setScale(1, RoundingMode.HALF_UP).toPlainString();
    }
  }
}
