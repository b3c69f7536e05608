package io.raptorflow.guild.research.output;

import io.raptorflow.agent.AgentFile;
import io.raptorflow.agent.Deliverable;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.campaign.Asset;
import java.math.BigDecimal;
import java.util.List;

/// Who buys: clusters counted from orders, personas as the brief describes them.
///
/// @param method how the clusters were made; says so when there are none
public record PersonaSet(
    String method, List<Cluster> clusters, List<Persona> personas, List<Fact> facts, List<Gap> gaps)
    implements Deliverable {
  public PersonaSet {
    clusters = List.copyOf(clusters);
    personas = List.copyOf(personas);
    facts = List.copyOf(facts);
    gaps = List.copyOf(gaps);
  }

  /// @param rule which customers are in it
  /// @param share part of all customers, 0 to 1
  /// @param revenueShare part of all revenue, 0 to 1
  public record Cluster(
      String name,
      String rule,
      int customers,
      BigDecimal share,
      BigDecimal revenueShare,
      List<Trait> traits,
      String citation) {
    public Cluster {
      traits = List.copyOf(traits);
    }
  }

  /// @param lift how much more often than among all customers; 1 is as often
  /// @param n customers of the cluster that have it
  public record Trait(String name, BigDecimal lift, int n) {}

  /// @param job what they want to get done
  /// @param quotes ids of texts that speak for them; never invented words
  public record Persona(
      String name,
      String job,
      List<String> pains,
      List<String> triggers,
      List<String> committee,
      List<String> quotes,
      String citation) {
    public Persona {
      pains = List.copyOf(pains);
      triggers = List.copyOf(triggers);
      committee = List.copyOf(committee);
      quotes = List.copyOf(quotes);
    }
  }

  @Override
  public List<String> problems(TaskInputs inputs) {
    FactCheck check = new FactCheck(inputs).facts(facts).gaps(gaps);
    check.require(!personas.isEmpty(), "personas are empty: the brief names at least one segment");
    personas.forEach(persona -> check.cited("personas/" + persona.name(), persona.citation()));
    personas.stream()
        .flatMap(persona -> persona.quotes().stream())
        .forEach(quote -> check.cited("quotes", quote));
    BigDecimal share =
        clusters.stream().map(Cluster::share).reduce(BigDecimal.ZERO, BigDecimal::add);
    check.require(
        clusters.isEmpty() || share.subtract(BigDecimal.ONE).abs().doubleValue() < 0.01,
        "shares of the clusters add up to " + share + ", must be 1");
    clusters.forEach(cluster -> check.cited("clusters/" + cluster.name(), cluster.citation()));
    return check.problems();
  }

  @Override
  public List<Asset> assets(AgentFile agent, TaskInputs inputs, String label) {
    return List.of();
  }
}
