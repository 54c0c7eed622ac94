package io.towpath.config;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Knows JDBC URLs, and refuses those that could do more than name a server: parameters of drivers
 * load classes and read or write files, so only harmless ones are let through.
 */
final class JdbcUrls {
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

  private JdbcUrls() {}

  /** What is wrong with a URL. */
  static List<String> mistakes(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      return List.of("is no JDBC URL; expected one such as jdbc:postgresql://host:5432/database");
    }
    return SecretReader.password(url)
        .map(List::of)
        .orElseGet(() -> surplus(matcher.group(1), matcher.group(2)));
  }

  private static List<String> surplus(String product, String rest) {
    Matcher parameters = PARAMETERS.matcher(rest);
    Set<String> known = KNOWN.get(product);
    if (known == null || !parameters.find()) {
      return List.of();
    }
    return Arrays.stream(parameters.group(1).split("[&;]"))
        .map(parameter -> parameter.split("=", 2)[0])
        .filter(name -> !known.contains(name))
        .map(name -> unknown(name, known))
        .toList();
  }

  private static String unknown(String name, Set<String> known) {
    if (name.equals("user")) {
      return "names a user; expected user: \"${env:NAME}\" beside it";
    }
    String hint = Nearest.hint(name, known);
    return "has the parameter "
        + name
        + (hint.isEmpty()
            ? ", and parameters of drivers can load classes or read files; expected "
                + Words.or(new TreeSet<>(known))
            : hint);
  }
}
