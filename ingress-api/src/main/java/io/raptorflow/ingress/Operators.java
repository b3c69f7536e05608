package io.raptorflow.ingress;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Who may do what with dead letters, beside the holder of the API token, who may do everything.
///
/// @param tokens each opens `/api/v3/dlq` and nothing else
/// @param fourEyesAbove plans of more works are started by another person than the one who proposed
///   them; 0 for no such rule
public record Operators(List<Token> tokens, int fourEyesAbove) {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 ._@-]{0,119}");
  private static final int TOKEN_CHARACTERS_MIN = 16;
  private static final String SHAPE = "RAPTOR_API_TOKENS has entries name:token:VIEW+REPLAY";

  /// A token that says who calls.
  ///
  /// @param name of the operator, for the audit
  public record Token(String name, String secret, Set<Role> roles) {
    public Token {
      roles = Set.copyOf(roles);
      if (!NAME.matcher(name).matches()) {
        throw new IllegalArgumentException(
            "a name in RAPTOR_API_TOKENS has 1 to 120 letters, digits or spaces, was '%s'"
                .formatted(name));
      }
      if (secret.length() < TOKEN_CHARACTERS_MIN) {
        throw new IllegalArgumentException(
            "the token of %s in RAPTOR_API_TOKENS must have at least %d characters, had %d"
                .formatted(name, TOKEN_CHARACTERS_MIN, secret.length()));
      }
      if (roles.isEmpty()) {
        throw new IllegalArgumentException(
            "the token of %s in RAPTOR_API_TOKENS has at least one role".formatted(name));
      }
    }

    /// Says whose it is, never which.
    @Override
    public String toString() {
      return "Token[name=%s, roles=%s]".formatted(name, roles);
    }
  }

  public Operators {
    tokens = List.copyOf(tokens);
    Set<String> names = new HashSet<>();
    Set<String> secrets = new HashSet<>();
    for (Token token : tokens) {
      if (!names.add(token.name()) || !secrets.add(token.secret())) {
        throw new IllegalArgumentException(
            "RAPTOR_API_TOKENS names each person and each token once; %s comes again"
                .formatted(token.name()));
      }
    }
    if (fourEyesAbove < 0) {
      throw new IllegalArgumentException(
          "RAPTOR_DLQ_FOUR_EYES_ABOVE is at least 0, was " + fourEyesAbove);
    }
    if (fourEyesAbove > 0 && tokens.size() < 2) {
      throw new IllegalArgumentException(
          "RAPTOR_DLQ_FOUR_EYES_ABOVE needs two people in RAPTOR_API_TOKENS, there "
              + (tokens.isEmpty() ? "is nobody" : "is one"));
    }
  }

  /// Nobody but the holder of the API token.
  public static Operators none() {
    return new Operators(List.of(), 0);
  }

  /// Reads `RAPTOR_API_TOKENS` and `RAPTOR_DLQ_FOUR_EYES_ABOVE`; blank texts for none.
  ///
  /// @throws IllegalArgumentException with the entry and the rule, never with a token
  public static Operators parse(String tokens, String fourEyesAbove) {
    List<Token> read = new ArrayList<>();
    List<String> entries =
        Stream.of(tokens.split(",", -1)).map(String::strip).filter(e -> !e.isEmpty()).toList();
    for (int i = 0; i < entries.size(); i++) {
      String[] parts = entries.get(i).split(":", -1);
      if (parts.length != 3) {
        throw new IllegalArgumentException(
            "%s, separated by commas; entry %d has %d parts".formatted(SHAPE, i + 1, parts.length));
      }
      read.add(new Token(parts[0].strip(), parts[1].strip(), roles(parts[0], parts[2])));
    }
    return new Operators(read, number(fourEyesAbove.strip()));
  }

  private static Set<Role> roles(String name, String text) {
    Set<Role> roles = EnumSet.noneOf(Role.class);
    for (String word : text.strip().split("\\+", -1)) {
      roles.add(
          Stream.of(Role.values())
              .filter(role -> role.name().equals(word.strip()))
              .findFirst()
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "a role in RAPTOR_API_TOKENS is one of %s, %s has '%s'"
                              .formatted(all(), name, word))));
    }
    return roles;
  }

  private static String all() {
    return Stream.of(Role.values()).map(Role::name).collect(Collectors.joining(", "));
  }

  private static int number(String text) {
    if (text.isEmpty()) {
      return 0;
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException wrong) {
      throw new IllegalArgumentException(
          "RAPTOR_DLQ_FOUR_EYES_ABOVE is a number of works, was '%s'".formatted(text), wrong);
    }
  }
}
