package io.raptorflow.bench.chaos;

/// What must hold whatever was done to the swarm.
enum Invariant {
  /// No acknowledged input without an end: an answer, a dead letter at rest, a closed run.
  I1("no acknowledged input is lost"),
  /// One committed answer for each work, one decision for each number of a Lord in a run.
  I2("one visible result for each work"),
  /// One effect for each work that was answered, and none for another.
  I3("one effect for each work"),
  /// A model call is repeated only where a fault could have taken its answer away.
  I4("no model call is paid twice without a fault"),
  /// Every dead letter has a row; nothing is handed back early, or more often than it failed.
  I5("every dead letter is kept, and handed back once and not early"),
  /// A committed offset and its note cover finished records only.
  I6("no offset runs ahead of its work"),
  /// Decisions of a Lord in a run are numbered without gaps and reproduce byte by byte.
  I7("decisions keep their order and can be verified"),
  /// What acts on the bus acted on committed records only.
  I8("nobody acted on an aborted record"),
  /// Workspace, run and agent of whatever follows from a work are the work's.
  I9("no record crosses workspaces"),
  /// Once healed, the backlog shrinks within 60 s and is gone within the time for the drain.
  I10("work goes on once faults are over"),
  /// At the end no work is held, no transaction is open, and processes stop when told to.
  I11("nothing leaks"),
  /// Heap after a collection stays near what it was at the start.
  I12("memory stays bounded");

  private final String claim;

  Invariant(String claim) {
    this.claim = claim;
  }

  String claim() {
    return claim;
  }
}
