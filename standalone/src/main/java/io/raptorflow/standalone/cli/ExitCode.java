package io.raptorflow.standalone.cli;

/// What `raptor` returns to the shell.
final class ExitCode {
  /// It worked.
  static final int OK = 0;

  /// It failed; the message says why.
  static final int FAILED = 1;

  /// The command line is wrong, or nothing matched.
  static final int USAGE = 2;

  /// It worked in part.
  static final int PARTIAL = 3;

  /// It was refused: by a gate, a rule or a person.
  static final int REFUSED = 4;

  /// No swarm is running where one was looked for.
  static final int NOT_RUNNING = 5;

  /// Assets were checked, and something blocks. Here 1 stands for warnings, so wrong usage and
  /// unreadable files have codes of their own, those of `sysexits.h`.
  static final int BLOCKED = 2;

  /// A command whose 2 means something else is called wrongly.
  static final int WRONG_CALL = 64;

  /// A file cannot be read.
  static final int UNREADABLE = 65;

  private ExitCode() {}
}
