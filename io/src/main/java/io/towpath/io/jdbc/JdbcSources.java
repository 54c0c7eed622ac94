package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.io.source.Notices;
import io.towpath.io.source.Source;
import java.time.InstantSource;

/** Gives the reader of a database by its URL. */
public final class JdbcSources {
  private JdbcSources() {}

  /**
   * The source of one land run.
   *
   * @param file feed that declares it, for messages
   */
  public static Source of(
      String file, JdbcDeclaration declaration, InstantSource clock, Notices notices) {
    if (declaration.database().url().startsWith("jdbc:postgresql:")) {
      return new PostgresSource(file, declaration, notices);
    }
    return new DriverSource(file, declaration, clock);
  }
}
