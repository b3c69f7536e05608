package io.raptorflow.ingress;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OperatorsTest {
  private static final String ANN = "Ann Example:token-of-ann-example:VIEW+REPLAY";
  private static final String BEN = "ben:token-of-ben-example:VIEW+DISCARD+EDIT";

  @Test
  void readsNamesTokensAndRoles() {
    Operators operators = Operators.parse(ANN + ", " + BEN, "100");

    assertThat(operators.fourEyesAbove()).isEqualTo(100);
    assertThat(operators.tokens())
        .containsExactly(
            new Operators.Token(
                "Ann Example", "token-of-ann-example", Set.of(Role.VIEW, Role.REPLAY)),
            new Operators.Token(
                "ben", "token-of-ben-example", Set.of(Role.VIEW, Role.DISCARD, Role.EDIT)));
    assertThat(Operators.parse(" ", "")).isEqualTo(Operators.none());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ann|has 1 parts",
        "ann:token-of-ann-example|has 2 parts",
        "ann:short:VIEW|at least 16 characters, had 5",
        ":token-of-ann-example:VIEW|1 to 120 letters",
        "ann:token-of-ann-example:READ|one of VIEW, REPLAY, EDIT, DISCARD, ann has 'READ'",
        "ann:token-of-ann-example:|ann has ''",
        "a:token-of-ann-example:VIEW,a:another-token-of-a:VIEW|a comes again",
        "a:token-of-ann-example:VIEW,b:token-of-ann-example:VIEW|b comes again"
      })
  void namesWhatIsWrongAndNeverAToken(String tokens, String message) {
    assertThatThrownBy(() -> Operators.parse(tokens, ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message)
        .hasMessageNotContaining("token-of-ann");
  }

  @Test
  void asksForTwoPeopleWhereFourEyesAreAsked() {
    assertThatThrownBy(() -> Operators.parse("", "5")).hasMessageContaining("two people");
    assertThatThrownBy(() -> Operators.parse(ANN, "5")).hasMessageContaining("there is one");
    assertThatThrownBy(() -> Operators.parse(ANN, "five")).hasMessageContaining("was 'five'");
    assertThatThrownBy(() -> Operators.parse(ANN, "-1")).hasMessageContaining("was -1");
  }

  @Test
  void standsBesideTheApiTokenOnly() {
    IngressSettings open = IngressSettings.standard();
    IngressSettings guarded = open.withApiToken("token-of-ann-example");

    assertThatThrownBy(() -> open.with(Operators.parse(ANN, "")))
        .hasMessageContaining("RAPTOR_API_TOKEN too");
    assertThatThrownBy(() -> guarded.with(Operators.parse(ANN, "")))
        .hasMessageContaining("none of RAPTOR_API_TOKENS");
    assertThat(guarded.with(Operators.parse(BEN, "")).operators().toString())
        .doesNotContain("token-of-ben");
  }
}
