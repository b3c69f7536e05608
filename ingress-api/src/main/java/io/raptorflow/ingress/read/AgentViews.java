package io.raptorflow.ingress.read;

import io.raptorflow.bus.AgentCard;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.ingress.db.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The agents on duty, from their cards and signs of life. Thread-safe.
public final class AgentViews {
  /// Silence after which an agent counts as down.
  public static final Duration SILENCE_MAX = Duration.ofSeconds(90);

  private final Database database;

  public AgentViews(Database database) {
    this.database = database;
  }

  /// One agent.
  ///
  /// @param health `up` or `down`
  /// @param hosts processes that run it and were heard lately
  public record AgentView(
      String id,
      String name,
      String guild,
      String does,
      String engine,
      String tier,
      String outputType,
      List<String> tools,
      String promptHash,
      String inbox,
      String group,
      String health,
      int hosts,
      int inFlight,
      long done,
      long failed,
      @Nullable Instant lastSeen) {}

  public Set<AgentId> known() {
    return database.read(
        sql ->
            new TreeSet<>(
                sql.sql("select agent from agent")
                    .query((row, _) -> new AgentId(row.getString(1)))
                    .list()));
  }

  /// All agents, by id.
  public List<AgentView> all(Instant now) {
    return database.read(
        sql ->
            sql
                .sql(
                    "select a.card, a.at as announced, b.hosts, b.in_flight, b.done, b.failed,"
                        + " b.seen from agent a left join (select agent,"
                        + " count(*) filter (where at >= :alive) as hosts,"
                        + " sum(in_flight) filter (where at >= :alive) as in_flight,"
                        + " sum(done) as done, sum(failed) as failed, max(at) as seen"
                        + " from heartbeat group by agent) b on b.agent = a.agent")
                .param("alive", now.minus(SILENCE_MAX).atOffset(ZoneOffset.UTC))
                .query(
                    (row, _) ->
                        view(
                            CanonicalJson.read(row.getString("card"), AgentCard.class),
                            new Load(
                                row.getInt("hosts"),
                                row.getInt("in_flight"),
                                row.getLong("done"),
                                row.getLong("failed"),
                                instant(row.getObject("seen", OffsetDateTime.class))),
                            now))
                .list()
                .stream()
                .sorted(Comparator.comparing(AgentView::id))
                .toList());
  }

  /// What the heartbeats of an agent say together.
  private record Load(int hosts, int inFlight, long done, long failed, @Nullable Instant seen) {}

  private static AgentView view(AgentCard card, Load load, Instant now) {
    // An agent that was announced a moment ago may not have had time for its first heartbeat.
    Instant heard = load.seen() == null ? card.at() : load.seen();
    boolean up = heard.isAfter(now.minus(SILENCE_MAX));
    return new AgentView(
        card.agent().value(),
        card.name(),
        card.guild(),
        card.does(),
        card.engine(),
        card.tier(),
        card.outputType(),
        card.tools(),
        card.promptHash(),
        card.inbox(),
        card.group(),
        up ? "up" : "down",
        load.hosts(),
        load.inFlight(),
        load.done(),
        load.failed(),
        load.seen());
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
