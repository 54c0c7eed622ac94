package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.io.source.Notices;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/** Gives the reader of a database by its URL. */
public final class JdbcSources {
  private JdbcSources() {}

  /**
   * The source of one land run.
   *
   * @param file feed that declares it, for messages
   * @param target that deletes are found in, null if none are looked for
   */
  public static KeyedSource of(
      String file,
      JdbcDeclaration declaration,
      @Nullable SweepTarget target,
      InstantSource clock,
      Notices notices) {
    if (declaration.database().url().startsWith("jdbc:postgresql:")) {
      return new PostgresSource(file, declaration, notices, target);
    }
    return new DriverSource(file, declaration, clock, notices, target);
  }
}
