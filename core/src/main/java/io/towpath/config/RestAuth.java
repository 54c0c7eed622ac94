package io.towpath.config;

import java.io.Serializable;
import org.jspecify.annotations.Nullable;

/** Who asks an API; references to secrets, never their values. */
public sealed interface RestAuth extends Serializable {

  /** Anybody. */
  record None() implements RestAuth {}

  /** Who bears a token. */
  record Bearer(Secret token) implements RestAuth {}

  /**
   * Who knows a key.
   *
   * @param header that carries it, null if the query does
   * @param query parameter that carries it, null if a header does
   */
  record ApiKey(@Nullable String header, @Nullable String query, Secret key) implements RestAuth {}

  /** A user with a password. */
  record Basic(Secret user, Secret password) implements RestAuth {}

  /**
   * An OAuth 2 client with credentials of its own.
   *
   * @param tokenUrl that gives tokens
   * @param scope that is asked for, null for the server's default
   */
  record ClientCredentials(
      String tokenUrl, Secret clientId, Secret clientSecret, @Nullable String scope)
      implements RestAuth {}
}
