package io.raptorflow.lords.workflow;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/// What a Council may do: which graphs it runs, and whom it may task.
///
/// @param workflows graphs by name
/// @param runnable names of those that run; the others are known and refused
public record Charter(Map<String, Workflow> workflows, Set<String> runnable, Roster roster) {
  public Charter {
    workflows = Collections.unmodifiableMap(new LinkedHashMap<>(workflows));
    runnable = Collections.unmodifiableSet(new TreeSet<>(runnable));
    if (!workflows.keySet().containsAll(runnable)) {
      throw new IllegalArgumentException(
          "runnable are %s, but there are only %s".formatted(runnable, workflows.keySet()));
    }
  }

  /// The catalogue as shipped, of which `launch_campaign` runs, with the shipped roster.
  public static Charter shipped() {
    return new Charter(Workflow.catalogue(), Set.of("launch_campaign"), Roster.shipped());
  }

  /// Graphs of one's own, all of which run.
  public static Charter of(List<Workflow> own, Roster roster) {
    Map<String, Workflow> workflows = new LinkedHashMap<>();
    own.forEach(workflow -> workflows.put(workflow.name(), workflow));
    return new Charter(workflows, workflows.keySet(), roster);
  }
}
