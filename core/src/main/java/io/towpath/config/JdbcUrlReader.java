package io.towpath.config;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import io.towpath.yaml.YamlValue;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads JDBC URLs, and refuses those that could do more than name a server: parameters of drivers
 * load classes and read or write files, so only harmless ones are let through.
 */
final class JdbcUrlReader {
  private static final Pattern URL = Pattern.compile("jdbc:([a-z0-9]+):(\\S+)");
  private static final Pattern PARAMETERS = Pattern.compile("[?;](.*)");
  private static final Set<String> POSTGRESQL =
      Set.of(
          "sslmode",
          "sslrootcert",
          "sslcert",
          "sslkey",
          "sslNegotiation",
          "channelBinding",
          "targetServerType",
          "loadBalanceHosts",
          "hostRecheckSeconds",
          "connectTimeout",
          "loginTimeout",
          "socketTimeout",
          "gssEncMode");
  private static final Set<String> MARIADB =
      Set.of("sslMode", "serverSslCert", "connectTimeout", "socketTimeout", "localSocket");
  private static final Set<String> MYSQL = Set.of("sslMode", "connectTimeout", "socketTimeout");
  private static final Map<String, Set<String>> KNOWN =
      Map.of("postgresql", POSTGRESQL, "mariadb", MARIADB, "mysql", MYSQL);

  private JdbcUrlReader() {}

  /** The URL; empty, with a problem, if it is none. */
  static String read(YamlValue value) {
    String url = value.text();
    if (url == null) {
      return "";
    }
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      value.problem(
          value.name()
              + " is no JDBC URL; expected one such as jdbc:postgresql://host:5432/database");
      return "";
    }
    if (!SecretReader.refusePassword(value, url)) {
      check(value, matcher.group(1), matcher.group(2));
    }
    return url;
  }

  private static void check(YamlValue value, String product, String rest) {
    Matcher parameters = PARAMETERS.matcher(rest);
    if (parameters.find() && KNOWN.containsKey(product)) {
      for (String parameter : parameters.group(1).split("[&;]")) {
        refuseUnknown(value, product, parameter.split("=", 2)[0]);
      }
    }
  }

  private static void refuseUnknown(YamlValue value, String product, String name) {
    Set<String> known = KNOWN.getOrDefault(product, Set.of());
    if (known.contains(name)) {
      return;
    }
    if (name.equals("user")) {
      value.problem(value.name() + " names a user; expected user: \"${env:NAME}\" beside it");
      return;
    }
    String hint = Nearest.hint(name, known);
    value.problem(
        value.name()
            + " has the parameter "
            + name
            + (hint.isEmpty()
                ? ", and parameters of drivers can load classes or read files; expected "
                    + Words.or(new TreeSet<>(known))
                : hint));
  }
}
