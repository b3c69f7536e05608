package io.raptorflow.ingress.web;

import io.raptorflow.ingress.Role;
import io.raptorflow.ingress.command.Issue;
import jakarta.servlet.http.HttpServletRequest;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;

/// Who calls, as far as the token says.
///
/// @param name of the operator, or null when the token names nobody
record Caller(@Nullable String name, Set<Role> roles) {
  private static final String ATTRIBUTE = Caller.class.getName();
  private static final int NAME_CHARACTERS_MAX = 120;

  /// The holder of the API token; or anybody, where there is none.
  static final Caller ANYBODY = new Caller(null, EnumSet.allOf(Role.class));

  Caller {
    roles = Set.copyOf(roles);
  }

  void leaveIn(HttpServletRequest request) {
    request.setAttribute(ATTRIBUTE, this);
  }

  static Caller of(HttpServletRequest request) {
    if (request.getAttribute(ATTRIBUTE) instanceof Caller caller) {
      return caller;
    }
    throw new IllegalStateException("a request came past the access filter");
  }

  /// @throws RequestRefused when the caller lacks the role
  static Caller with(Role role, HttpServletRequest request) {
    Caller caller = of(request);
    if (!caller.roles().contains(role)) {
      throw RequestRefused.of(
          HttpStatus.FORBIDDEN,
          new Issue(
              "Authorization",
              "token of " + caller.name() + " with " + EnumSet.copyOf(caller.roles()),
              "needs the role " + role));
    }
    return caller;
  }

  /// The operator's name for the audit: that of the token, or else the one in the body.
  String by(@Nullable String inBody) {
    String given = inBody == null ? "" : inBody.strip();
    if (name != null) {
      if (!given.isEmpty() && !given.equals(name)) {
        throw RequestRefused.of(
            HttpStatus.UNPROCESSABLE_CONTENT,
            new Issue("/by", given, "is the name of the token, " + name + ", or left out"));
      }
      return name;
    }
    boolean fits =
        !given.isEmpty()
            && given.length() <= NAME_CHARACTERS_MAX
            && given.chars().noneMatch(Character::isISOControl);
    if (!fits) {
      throw RequestRefused.of(
          HttpStatus.UNPROCESSABLE_CONTENT,
          new Issue(
              "/by",
              given,
              "is the operator's name, 1 to %d characters".formatted(NAME_CHARACTERS_MAX)));
    }
    return given;
  }
}
