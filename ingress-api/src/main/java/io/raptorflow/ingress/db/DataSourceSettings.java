package io.raptorflow.ingress.db;

import java.util.regex.Pattern;

/// Where the read side lives and who works on it.
///
/// @param url JDBC address of a PostgreSQL database
/// @param owner role that owns the tables; used for migrations only
/// @param app role that the service works as; the migrations create it when it is missing
/// @param connectionsMax size of the pool
public record DataSourceSettings(
    String url,
    String owner,
    String ownerPassword,
    String app,
    String appPassword,
    int connectionsMax) {
  private static final Pattern ROLE = Pattern.compile("[a-z_][a-z0-9_]{0,62}");
  private static final Pattern PASSWORD = Pattern.compile("[^'\\\\$]{1,200}");

  public DataSourceSettings {
    if (!ROLE.matcher(app).matches() || app.equals(owner)) {
      throw new IllegalArgumentException(
          "the app's role must match %s and not be the owner, was '%s'".formatted(ROLE, app));
    }
    if (!PASSWORD.matcher(appPassword).matches()) {
      throw new IllegalArgumentException(
          "the app's password must have 1 to 200 characters without ', \\ and $");
    }
  }

  /// Says nothing of the passwords.
  @Override
  public String toString() {
    return "DataSourceSettings[url=%s, owner=%s, app=%s]".formatted(url, owner, app);
  }
}
