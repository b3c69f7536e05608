package io.raptorflow.ingress.read;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.CanonicalJson;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.LedgerEntry;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.WorkspaceId;
import io.raptorflow.ingress.db.Database;
import io.raptorflow.ingress.read.RunFacts.Costs;
import io.raptorflow.ingress.read.RunFacts.DocumentRow;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/// Runs as the projection has them. A run of another workspace is not there. Thread-safe.
public final class Runs {
  private final Database database;

  public Runs(Database database) {
    this.database = database;
  }

  /// One line of the list of runs.
  public record Listed(RunId run, String title, Instant openedAt, RunState state) {}

  public Optional<RunFacts> find(WorkspaceId workspace, RunId run) {
    return database.read(workspace, sql -> facts(sql, workspace, run));
  }

  /// When a run was opened; empty when the workspace has no such run.
  public Optional<Instant> openedAt(WorkspaceId workspace, RunId run) {
    return database.read(
        workspace,
        sql ->
            sql.sql("select opened_at from run where workspace = ? and run = ?")
                .params(workspace.value(), run.value())
                .query((row, _) -> RunRows.time(row, "opened_at"))
                .optional());
  }

  /// Runs opened before a time, the latest first.
  public List<Listed> list(WorkspaceId workspace, Instant before, int most) {
    return database.read(
        workspace,
        sql -> {
          record Row(UUID run, String title, Instant openedAt) {}
          List<Row> rows =
              sql.sql(
                      "select run, title, opened_at from run where workspace = ? and opened_at < ?"
                          + " order by opened_at desc, run limit ?")
                  .params(workspace.value(), before.atOffset(ZoneOffset.UTC), most)
                  .query(
                      (row, _) ->
                          new Row(
                              row.getObject("run", UUID.class),
                              row.getString("title"),
                              RunRows.time(row, "opened_at")))
                  .list();
          UUID[] ids = rows.stream().map(Row::run).toArray(UUID[]::new);
          Map<UUID, List<CouncilDecision>> decisions = decisions(sql, workspace, ids);
          return rows.stream()
              .map(
                  row ->
                      new Listed(
                          new RunId(row.run()),
                          row.title(),
                          row.openedAt(),
                          RunState.of(decisions.getOrDefault(row.run(), List.of()))))
              .toList();
        });
  }

  /// Bodies by hash; one that is lost is missing.
  public Map<String, String> bodies(WorkspaceId workspace, Collection<String> hashes) {
    return database.read(
        workspace,
        sql -> {
          Map<String, String> bodies = new HashMap<>();
          sql.sql("select sha256, content from body where workspace = ? and sha256 = any(?)")
              .params(workspace.value(), hashes.toArray(String[]::new))
              .query(
                  row -> {
                    bodies.put(
                        row.getString(1), new String(row.getBytes(2), StandardCharsets.UTF_8));
                  });
          return bodies;
        });
  }

  /// Body of one document of a run that was found.
  public Optional<String> body(WorkspaceId workspace, String sha256) {
    return Optional.ofNullable(bodies(workspace, List.of(sha256)).get(sha256));
  }

  public List<LedgerEntry> ledger(WorkspaceId workspace, RunId run) {
    return database.read(
        workspace,
        sql ->
            sql.sql(
                    "select * from ledger where workspace = ? and run = ?"
                        + " order by at, call, source")
                .params(workspace.value(), run.value())
                .query(
                    (row, _) ->
                        new LedgerEntry(
                            row.getString("call"),
                            run,
                            workspace,
                            new AgentId(row.getString("agent")),
                            row.getString("model"),
                            row.getString("tier"),
                            row.getString("routed_because"),
                            row.getLong("prompt_tokens"),
                            row.getLong("completion_tokens"),
                            row.getBigDecimal("cost_usd"),
                            LedgerEntry.CallSource.valueOf(row.getString("source")),
                            row.getLong("latency_millis"),
                            RunRows.time(row, "at")))
                .list());
  }

  /// One version of a document.
  public Optional<DocumentRow> document(
      WorkspaceId workspace, RunId run, String name, String sha256) {
    return database.read(
        workspace,
        sql ->
            sql.sql(
                    "select name, media_type, sha256, bytes, hash from document where workspace = ?"
                        + " and run = ? and name = ? and sha256 = ? order by log_offset limit 1")
                .params(workspace.value(), run.value(), name, sha256)
                .query((row, _) -> document(row))
                .optional());
  }

  /// Hash of the brief that a run was launched with; empty before its command is known.
  public Optional<String> briefOf(WorkspaceId workspace, RunId run) {
    return database.read(
        workspace,
        sql -> launch(sql, workspace, run).map(detail -> detail.path("brief").asString("")));
  }

  private static Optional<RunFacts> facts(JdbcClient sql, WorkspaceId workspace, RunId run) {
    record Row(String title, Instant openedAt) {}
    Optional<Row> row =
        sql.sql("select title, opened_at from run where workspace = ? and run = ?")
            .params(workspace.value(), run.value())
            .query((r, _) -> new Row(r.getString("title"), RunRows.time(r, "opened_at")))
            .optional();
    return row.map(
        found ->
            new RunFacts(
                workspace,
                run,
                found.title(),
                found.openedAt(),
                launch(sql, workspace, run).map(Runs::budget).orElse(null),
                decisions(sql, workspace, run.value()).getOrDefault(run.value(), List.of()),
                answers(sql, workspace, run),
                documents(sql, workspace, run),
                costs(sql, workspace, run),
                failures(sql, workspace, run)));
  }

  private static @Nullable BigDecimal budget(JsonNode detail) {
    return detail.has("budgetUsd") ? detail.path("budgetUsd").decimalValue() : null;
  }

  /// What the first command that opened the run asked for.
  private static Optional<JsonNode> launch(JdbcClient sql, WorkspaceId workspace, RunId run) {
    return sql.sql(
            "select detail from command where workspace = ? and run = ?"
                + " and kind in ('LaunchCampaign', 'StartWorkflow', 'InvokeAgent')"
                + " order by log_offset limit 1")
        .params(workspace.value(), run.value())
        .query(String.class)
        .optional()
        .map(CanonicalJson::read);
  }

  private static Map<UUID, List<CouncilDecision>> decisions(
      JdbcClient sql, WorkspaceId workspace, UUID... runs) {
    Map<UUID, List<Attachment>> outputs = new HashMap<>();
    sql.sql(
            "select origin, name, media_type, sha256, bytes from document"
                + " where workspace = ? and run = any(?) and hash <> '' order by origin, position")
        .params(workspace.value(), runs)
        .query(
            row -> {
              outputs
                  .computeIfAbsent(row.getObject("origin", UUID.class), _ -> new ArrayList<>())
                  .add(
                      new Attachment(
                          row.getString("name"),
                          row.getString("media_type"),
                          RunRows.byHash(row.getString("sha256"), row.getInt("bytes"))));
            });
    Map<UUID, List<CouncilDecision>> decisions = new HashMap<>();
    sql.sql("select * from decision where workspace = ? and run = any(?) order by log_offset")
        .params(workspace.value(), runs)
        .query(
            row -> {
              CouncilDecision decision = RunRows.decision(row, outputs);
              decisions
                  .computeIfAbsent(decision.run().value(), _ -> new ArrayList<>())
                  .add(decision);
            });
    return decisions;
  }

  private static List<AgentAnswer> answers(JdbcClient sql, WorkspaceId workspace, RunId run) {
    return sql.sql(
            "select * from answer where workspace = ? and run = ? order by finished_at, agent, id")
        .params(workspace.value(), run.value())
        .query((row, _) -> RunRows.answer(row))
        .list();
  }

  /// What decisions released counts before what the command brought; among decisions the latest
  /// counts, among commands the first, because a run is launched once.
  private static SequencedMap<String, DocumentRow> documents(
      JdbcClient sql, WorkspaceId workspace, RunId run) {
    SequencedMap<String, DocumentRow> documents = new LinkedHashMap<>();
    sql.sql(
            "select distinct on (name) name, media_type, sha256, bytes, hash from document"
                + " where workspace = ? and run = ? order by name, hash = '',"
                + " case when hash = '' then log_offset else -log_offset end, position desc")
        .params(workspace.value(), run.value())
        .query(
            row -> {
              documents.put(row.getString("name"), document(row));
            });
    // The database's collation is the operator's; the order here is always the same.
    return new LinkedHashMap<>(new TreeMap<>(documents));
  }

  private static DocumentRow document(ResultSet row) throws SQLException {
    return new DocumentRow(
        row.getString("name"),
        row.getString("media_type"),
        row.getString("sha256"),
        row.getInt("bytes"),
        row.getString("hash"));
  }

  private static Costs costs(JdbcClient sql, WorkspaceId workspace, RunId run) {
    return sql.sql(
            "select coalesce(sum(prompt_tokens) filter (where source = 'PAID'), 0) as prompts,"
                + " coalesce(sum(completion_tokens) filter (where source = 'PAID'), 0) as"
                + " completions, count(*) filter (where source = 'PAID') as calls,"
                + " count(*) filter (where source <> 'PAID') as saved,"
                + " coalesce(sum(cost_usd) filter (where source = 'PAID'), 0) as cost"
                + " from ledger where workspace = ? and run = ?")
        .params(workspace.value(), run.value())
        .query(
            (row, _) ->
                new Costs(
                    row.getLong("prompts"),
                    row.getLong("completions"),
                    row.getLong("calls"),
                    row.getLong("saved"),
                    row.getBigDecimal("cost").setScale(6, RoundingMode.HALF_EVEN)))
        .single();
  }

  private static int failures(JdbcClient sql, WorkspaceId workspace, RunId run) {
    return sql.sql("select count(*) from failure where workspace = ? and run = ?")
        .params(workspace.value(), run.value())
        .query(Integer.class)
        .single();
  }
}
