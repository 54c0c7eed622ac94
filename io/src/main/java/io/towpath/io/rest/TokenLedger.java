package io.towpath.io.rest;

import io.towpath.config.RestAuth;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The token that all workers of a feed share, in its row of the ledger, sealed.
 *
 * <p><b>Guarantee</b>: one worker at a time asks for a token, while the others wait for its row
 * lock; the database never sees one. <b>Parallelism</b>: any number of threads. <b>Failures</b>:
 * those of the warehouse, after a few attempts, and of the token server.
 */
final class TokenLedger {
  private static final int RETRIES = 3;

  private final WarehouseAddress address;
  private final String feed;
  private final RestAuth.ClientCredentials client;

  /** The row of a feed's client. */
  TokenLedger(RestSource.Origin origin, RestAuth.ClientCredentials client) {
    this.address = origin.ledger();
    this.feed = origin.feed();
    this.client = client;
  }

  /** What a row has come to: a token, or why there is none. */
  private record Outcome(@Nullable Token token, @Nullable ApiFailure failure) {}

  /** A row: its token, unless it is to be replaced or cannot be read. */
  private record Row(long generation, Optional<Token> token) {}

  /**
   * The token of the row, if it is newer than a generation that was refused and need not be
   * replaced yet; a new one otherwise.
   */
  Token newerThan(long refused, TokenServer server) throws ApiFailure {
    Outcome outcome;
    try {
      outcome = SqlRetry.times(RETRIES).get(() -> look(refused, server));
    } catch (SQLException e) {
      throw Warehouse.failure(address, e);
    }
    if (outcome.token() == null) {
      throw Objects.requireNonNull(outcome.failure());
    }
    return outcome.token();
  }

  private Outcome look(long refused, TokenServer server) throws SQLException {
    try (Connection connection = Warehouse.connect(address, "token/" + feed, Role.LOADER)) {
      Optional<Token> known = find(connection, "").flatMap(row -> newer(row, refused));
      if (known.isPresent()) {
        return new Outcome(known.get(), null);
      }
      connection.setAutoCommit(false);
      insertIfMissing(connection);
      Row locked = find(connection, " for update").orElseThrow();
      Optional<Token> fresh = newer(locked, refused);
      if (fresh.isPresent()) {
        return new Outcome(fresh.get(), null); // of whoever held the lock before
      }
      TokenServer.Issued issued = server.ask();
      Token token = save(connection, Math.max(locked.generation(), refused) + 1, issued);
      connection.commit();
      return new Outcome(token, null);
    } catch (ApiFailure e) {
      return new Outcome(null, e);
    }
  }

  private static Optional<Token> newer(Row row, long refused) {
    return row.token().filter(token -> token.generation() > refused);
  }

  private void insertIfMissing(Connection connection) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into towpath.oauth_token (feed, token_url, client, generation)"
                + " values (?, ?, ?, 0) on conflict do nothing")) {
      name(insert, 1);
      insert.executeUpdate();
    }
  }

  private Optional<Row> find(Connection connection, String lock) throws SQLException {
    try (PreparedStatement query =
        connection.prepareStatement(
            "with found as materialized (select generation, sealed, replace_at"
                + " from towpath.oauth_token where feed = ? and token_url = ? and client = ?"
                + lock
                + ") select generation, sealed, extract(epoch from"
                + " greatest(replace_at, 'epoch') - clock_timestamp()) from found")) {
      name(query, 1);
      try (ResultSet row = query.executeQuery()) {
        if (!row.next()) {
          return Optional.empty();
        }
        long generation = row.getLong(1);
        byte[] sealed = row.getBytes(2);
        long nanos = (long) (row.getDouble(3) * TimeUnit.SECONDS.toNanos(1));
        Optional<String> text =
            sealed == null || nanos <= 0 ? Optional.empty() : seal().open(sealed);
        long replaceAt = System.nanoTime() + nanos;
        return Optional.of(
            new Row(generation, text.map(found -> new Token(found, generation, replaceAt))));
      }
    }
  }

  private Token save(Connection connection, long generation, TokenServer.Issued issued)
      throws SQLException {
    Duration usable = issued.usable();
    long replaceAt = System.nanoTime() + usable.toNanos();
    try (PreparedStatement update =
        connection.prepareStatement(
            "update towpath.oauth_token set generation = ?, sealed = ?,"
                + " replace_at = clock_timestamp() + ? * interval '1 second'"
                + " where feed = ? and token_url = ? and client = ?")) {
      update.setLong(1, generation);
      update.setBytes(2, seal().seal(issued.text()));
      update.setLong(3, usable.toSeconds());
      name(update, 4);
      update.executeUpdate();
    }
    return new Token(issued.text(), generation, replaceAt);
  }

  private void name(PreparedStatement statement, int first) throws SQLException {
    statement.setString(first, feed);
    statement.setString(first + 1, client.tokenUrl());
    statement.setString(first + 2, TokenSeal.digest(List.of(client.clientId().resolve(), scope())));
  }

  private TokenSeal seal() {
    return TokenSeal.of(
        client.clientSecret().resolve(),
        List.of(feed, client.tokenUrl(), client.clientId().resolve(), scope()));
  }

  private String scope() {
    return client.scope() == null ? "" : client.scope();
  }
}
