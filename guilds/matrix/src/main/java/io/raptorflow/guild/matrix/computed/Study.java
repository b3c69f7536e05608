package io.raptorflow.guild.matrix.computed;

import io.raptorflow.agent.Computation;
import io.raptorflow.agent.Computation.Refused;
import io.raptorflow.agent.Table;
import io.raptorflow.agent.TaskInputs;
import io.raptorflow.guild.matrix.output.Check;
import io.raptorflow.guild.matrix.output.DataWindow;
import io.raptorflow.guild.matrix.output.Grounds;
import io.raptorflow.guild.matrix.table.TableShape;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The way that agents with one table share: settings are checked, the table is read, and only then
/// the method runs. It gathers what the answer rests on.
final class Study {
  private final String method;
  private final Map<String, String> used;
  private final String hash;
  private final TaskInputs inputs;
  private final List<Check> checks = new ArrayList<>();
  private final List<String> refusals = new ArrayList<>();

  private Study(String method, Map<String, String> used, String hash, TaskInputs inputs) {
    this.method = method;
    this.used = used;
    this.hash = hash;
    this.inputs = inputs;
  }

  /// What an agent does with sound settings and rows.
  interface Body<S, T> {
    Computation.Result run(Study study, S settings, List<T> rows);
  }

  /// Runs a method on a table that must be there.
  static <S, T> Computation.Result of(
      String method,
      TaskInputs inputs,
      Function<SettingReader, S> settings,
      TableShape<T> shape,
      Body<S, T> body) {
    SettingReader reader = new SettingReader(inputs.settings());
    S read = settings.apply(reader);
    List<String> problems = reader.problems();
    if (!problems.isEmpty()) {
      return new Refused(problems);
    }
    Optional<Table> table = inputs.table(shape.name());
    if (table.isEmpty()) {
      return Refused.because("table " + shape.name() + " is needed and was not given");
    }
    return switch (shape.read(table.get())) {
      case TableShape.Broken<T> broken -> new Refused(broken.problems());
      case TableShape.Read<T> rows ->
          body.run(new Study(method, reader.used(), rows.hash(), inputs), read, rows.rows());
    };
  }

  /// A study of data that were read elsewhere.
  static Study of(String method, TaskInputs inputs, Map<String, String> used, String hash) {
    return new Study(method, used, hash, inputs);
  }

  TaskInputs inputs() {
    return inputs;
  }

  String used(String setting) {
    return used.getOrDefault(setting, "");
  }

  /// Notes an assumption that the data can confirm or put in doubt.
  void check(String assumption, Check.Verdict verdict, String format, Object... values) {
    checks.add(new Check(assumption, verdict, Say.of(format, values)));
  }

  /// Notes a part of the question that the data do not carry.
  void refuse(String reason) {
    refusals.add(reason);
  }

  List<String> refusals() {
    return Collections.unmodifiableList(refusals);
  }

  Grounds grounds(@Nullable DataWindow window, int n, String uncertainty) {
    return new Grounds(method, used, window, n, uncertainty, checks, refusals, hash);
  }

  /// The answer; what was refused goes along as caveats.
  Computation.Result answer(Record output) {
    return new Computation.Answered(output, refusals);
  }

  static DataWindow window(Collection<LocalDate> days) {
    return new DataWindow(Collections.min(days), Collections.max(days));
  }
}
