package io.towpath.io.postgres;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.Set;
import java.util.TreeSet;

/**
 * Refuses JDBC URLs that could do more than name a server: parameters of the driver load classes
 * and write files, so only those below are let through, and never a password.
 */
final class UrlParameters {
  private static final String PREFIX = "jdbc:postgresql:";
  private static final Set<String> ACCEPTED =
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
          "cancelSignalTimeout",
          "prepareThreshold",
          "preferQueryMode",
          "gssEncMode");

  private UrlParameters() {}

  static void check(String url) {
    if (!url.startsWith(PREFIX)) {
      throw refused("warehouse url: expected " + PREFIX + "//host:port/database");
    }
    int start = url.indexOf('?');
    String place = start < 0 ? url : url.substring(0, start);
    if (place.indexOf('@') >= 0) {
      throw refused(
          "warehouse url: found '@' before the parameters; user and password do not belong into the"
              + " url, name them as references in 'user' and 'password' beside it");
    }
    if (start < 0) {
      return;
    }
    for (String parameter : url.substring(start + 1).split("&")) {
      checkName(place, parameter.split("=", 2)[0]);
    }
  }

  private static void checkName(String place, String name) {
    if (ACCEPTED.contains(name)) {
      return;
    }
    if (name.equals("user") || name.equals("password")) {
      throw refused(
          "warehouse url "
              + place
              + ": found the parameter '"
              + name
              + "'; write it beside the url instead, a password as a reference such as"
              + " ${env:DW_PASSWORD}");
    }
    throw refused(
        "warehouse url "
            + place
            + ": the parameter '"
            + name
            + "' is not accepted, since parameters of the driver can load classes and write files;"
            + " expected one of "
            + String.join(", ", new TreeSet<>(ACCEPTED)));
  }

  private static TowpathException refused(String message) {
    return new TowpathException(ExitCode.CONFIGURATION, message);
  }
}
