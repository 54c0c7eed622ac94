package io.towpath.io.jdbc;

import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.Properties;
import java.util.logging.Logger;

/** PostgreSQL under a URL that Towpath does not know, so that it is read by standard SQL. */
public final class AnotherDriver implements Driver {
  private static final String PREFIX = "jdbc:another:";
  private final org.postgresql.Driver driver = new org.postgresql.Driver();

  static String url(String postgres) {
    return postgres.replace("jdbc:postgresql:", PREFIX);
  }

  @Override
  public Connection connect(String url, Properties properties) throws SQLException {
    return driver.connect(url.replace(PREFIX, "jdbc:postgresql:"), properties);
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties properties) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return driver.getParentLogger();
  }
}
