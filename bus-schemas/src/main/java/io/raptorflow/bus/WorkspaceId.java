package io.raptorflow.bus;

import java.util.regex.Pattern;

/// Identity of a tenant: 1 to 64 characters of `[a-z0-9-]`.
public record WorkspaceId(String value) {
  private static final Pattern SHAPE = Pattern.compile("[a-z0-9-]{1,64}");

  public WorkspaceId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "workspace must be 1 to 64 characters of [a-z0-9-], was '" + value + "'");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
