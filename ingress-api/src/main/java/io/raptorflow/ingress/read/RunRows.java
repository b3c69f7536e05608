package io.raptorflow.ingress.read;

import io.raptorflow.bus.AgentAnswer;
import io.raptorflow.bus.AgentId;
import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.ClaimRef;
import io.raptorflow.bus.CouncilDecision;
import io.raptorflow.bus.Payload;
import io.raptorflow.bus.RunId;
import io.raptorflow.bus.Spend;
import io.raptorflow.bus.WorkId;
import io.raptorflow.bus.WorkspaceId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Rows of the projection as the events that they came from. Bodies stand by reference to their
/// hash; the reference leads nowhere but into the read side's own table.
final class RunRows {
  private RunRows() {}

  static CouncilDecision decision(ResultSet row, Map<UUID, List<Attachment>> outputs)
      throws SQLException {
    UUID id = row.getObject("id", UUID.class);
    return new CouncilDecision(
        id,
        new RunId(row.getObject("run", UUID.class)),
        new WorkspaceId(row.getString("workspace")),
        new AgentId(row.getString("lord")),
        row.getInt("sequence"),
        row.getString("node"),
        CouncilDecision.Kind.valueOf(row.getString("kind")),
        row.getString("what"),
        row.getString("why"),
        outputs.getOrDefault(id, List.of()),
        texts(row.getArray("consumed")),
        texts(row.getArray("rests_on")),
        spend(row),
        row.getString("hash"),
        time(row, "at"));
  }

  static AgentAnswer answer(ResultSet row) throws SQLException {
    String sha256 = row.getString("output_sha256");
    return new AgentAnswer(
        row.getObject("id", UUID.class),
        new WorkId(row.getObject("work", UUID.class)),
        new RunId(row.getObject("run", UUID.class)),
        new WorkspaceId(row.getString("workspace")),
        row.getString("node"),
        new AgentId(row.getString("agent")),
        row.getInt("round"),
        AgentAnswer.Outcome.valueOf(row.getString("outcome")),
        row.getString("output_type"),
        sha256.isEmpty() ? null : byHash(sha256, row.getInt("output_bytes")),
        texts(row.getArray("reasons")),
        row.getString("prompt_hash"),
        row.getString("model"),
        AgentAnswer.Authorship.valueOf(row.getString("authorship")),
        spend(row),
        time(row, "started_at"),
        time(row, "finished_at"));
  }

  static Payload byHash(String sha256, int bytes) {
    return new Payload(sha256, bytes, null, new ClaimRef(0, 0, 1, sha256));
  }

  static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static Spend spend(ResultSet row) throws SQLException {
    return new Spend(
        row.getLong("prompt_tokens"),
        row.getLong("completion_tokens"),
        row.getInt("model_calls"),
        row.getBigDecimal("cost_usd"));
  }

  private static List<String> texts(@Nullable Array array) throws SQLException {
    return array == null ? List.of() : List.of((String[]) array.getArray());
  }
}
