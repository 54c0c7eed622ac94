package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.source.Notices;
import io.towpath.io.source.Source;

/** Gives the reader of a database by its URL. */
public final class JdbcSources {
  private JdbcSources() {}

  /**
   * The source of one land run.
   *
   * @param file feed that declares it, for messages
   */
  public static Source of(String file, JdbcDeclaration declaration, Notices notices) {
    if (declaration.database().url().startsWith("jdbc:postgresql:")) {
      return new PostgresSource(file, declaration, notices);
    }
    throw new TowpathException(
        ExitCode.CONFIGURATION,
        file
            + ": no reader for "
            + declaration.database().place()
            + "; expected jdbc:postgresql:…");
  }
}
