package io.raptorflow.lords.architect;

import io.raptorflow.bus.Attachment;
import io.raptorflow.bus.Lane;
import io.raptorflow.bus.Spend;
import io.raptorflow.lords.workflow.Plan;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the Architect knows of one run.
///
/// @param plan null until the run is planned
/// @param nodes how each node stands, by id
/// @param documents everything released so far, by name
/// @param notes what a node that runs again must change, by node id
/// @param hashes hashes of all decisions of the run, in order of arrival
/// @param ownWork tasks of the Architect's own agent that are out, by work id
/// @param commands ids of the commands already heard
record RunBook(
    Status status,
    @Nullable Plan plan,
    Lane lane,
    BigDecimal budgetUsd,
    long seed,
    Map<String, NodeState> nodes,
    Map<String, Attachment> documents,
    Map<String, Attachment> notes,
    List<String> hashes,
    Spend spend,
    Map<UUID, String> ownWork,
    List<UUID> commands) {

  static final RunBook BLANK =
      new RunBook(
          Status.BLANK,
          null,
          Lane.NORMAL,
          BigDecimal.ZERO,
          0,
          Map.of(),
          Map.of(),
          Map.of(),
          List.of(),
          Spend.NOTHING,
          Map.of(),
          List.of());

  /// How a run stands.
  enum Status {
    BLANK,
    RUNNING,
    PAUSED,
    CLOSED
  }

  RunBook {
    nodes = Collections.unmodifiableMap(new TreeMap<>(nodes));
    documents = Collections.unmodifiableMap(new TreeMap<>(documents));
    notes = Collections.unmodifiableMap(new TreeMap<>(notes));
    ownWork = Collections.unmodifiableMap(new TreeMap<>(ownWork));
    hashes = List.copyOf(hashes);
    commands = List.copyOf(commands);
  }

  RunBook with(Status next) {
    return new RunBook(
        next, plan, lane, budgetUsd, seed, nodes, documents, notes, hashes, spend, ownWork,
        commands);
  }

  RunBook with(String node, NodeState state) {
    Map<String, NodeState> more = new TreeMap<>(nodes);
    more.put(node, state);
    return new RunBook(
        status, plan, lane, budgetUsd, seed, more, documents, notes, hashes, spend, ownWork,
        commands);
  }

  RunBook withDocuments(List<Attachment> released) {
    Map<String, Attachment> more = new TreeMap<>(documents);
    released.forEach(document -> more.put(document.name(), document));
    return new RunBook(
        status, plan, lane, budgetUsd, seed, nodes, more, notes, hashes, spend, ownWork, commands);
  }

  RunBook withNotes(String node, Attachment note) {
    Map<String, Attachment> more = new TreeMap<>(notes);
    more.put(node, note);
    return new RunBook(
        status, plan, lane, budgetUsd, seed, nodes, documents, more, hashes, spend, ownWork,
        commands);
  }

  RunBook heard(String decisionHash, Spend cost) {
    List<String> more = new ArrayList<>(hashes);
    more.add(decisionHash);
    return new RunBook(
        status,
        plan,
        lane,
        budgetUsd,
        seed,
        nodes,
        documents,
        notes,
        more,
        spend.plus(cost),
        ownWork,
        commands);
  }

  RunBook heard(UUID command) {
    List<UUID> more = new ArrayList<>(commands);
    more.add(command);
    return new RunBook(
        status, plan, lane, budgetUsd, seed, nodes, documents, notes, hashes, spend, ownWork, more);
  }

  RunBook withOwnWork(UUID work, String node) {
    Map<UUID, String> more = new TreeMap<>(ownWork);
    more.put(work, node);
    return new RunBook(
        status, plan, lane, budgetUsd, seed, nodes, documents, notes, hashes, spend, more,
        commands);
  }

  RunBook withoutOwnWork(UUID work, Spend cost) {
    Map<UUID, String> less = new TreeMap<>(ownWork);
    less.remove(work);
    return new RunBook(
        status,
        plan,
        lane,
        budgetUsd,
        seed,
        nodes,
        documents,
        notes,
        hashes,
        spend.plus(cost),
        less,
        commands);
  }

  NodeState node(String id) {
    return nodes.getOrDefault(id, new NodeState(NodeState.Progress.SKIPPED, 0, 0));
  }

  BigDecimal moneyLeft() {
    return budgetUsd.subtract(spend.costUsd()).max(BigDecimal.ZERO);
  }
}
