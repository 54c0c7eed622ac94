package io.towpath.quality;

import java.util.regex.Pattern;

/**
 * The formats that a contract may name. E-mail as HTML's input element takes it, host names by RFC
 * 1123, URIs by the generic form of RFC 3986 with a scheme, addresses by RFC 4291 without zones.
 */
final class TextFormats {
  private static final String LABEL = "[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?";
  private static final String OCTET = "(?:25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])";
  private static final String IPV4 = OCTET + "(?:\\." + OCTET + "){3}";

  private static final Pattern EMAIL =
      Pattern.compile("[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@" + LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern UUID =
      Pattern.compile("[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}");
  private static final Pattern URI =
      Pattern.compile(
          "[A-Za-z][A-Za-z0-9+.-]*:(?:[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*");
  private static final Pattern HOSTNAME =
      Pattern.compile("(?=.{1,253}\\z)" + LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern IPV4_ONLY = Pattern.compile(IPV4);

  private TextFormats() {}

  static ValueTest.Predicate of(String name) {
    return switch (name) {
      case "email" -> matching(EMAIL);
      case "uuid" -> matching(UUID);
      case "uri" -> matching(URI);
      case "hostname" -> matching(HOSTNAME);
      case "ipv4" -> matching(IPV4_ONLY);
      case "ipv6" -> value -> isIpv6((String) value);
      default -> throw new IllegalArgumentException("no format " + name);
    };
  }

  private static ValueTest.Predicate matching(Pattern pattern) {
    return value -> pattern.matcher((String) value).matches();
  }

  private static boolean isIpv6(String text) {
    int gap = text.indexOf("::");
    if (gap < 0) {
      return groups(text, true) == 8;
    }
    String tail = text.substring(gap + 2);
    if (tail.contains("::") || tail.startsWith(":")) {
      return false;
    }
    int before = gap == 0 ? 0 : groups(text.substring(0, gap), false);
    int after = tail.isEmpty() ? 0 : groups(tail, true);
    return before >= 0 && after >= 0 && before + after <= 7;
  }

  /** How many groups of 16 bits a text is, -1 if it is none. */
  private static int groups(String text, boolean mayEndInIpv4) {
    String[] parts = text.split(":", -1);
    int groups = 0;
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].matches("[0-9A-Fa-f]{1,4}")) {
        groups++;
      } else if (last && mayEndInIpv4 && IPV4_ONLY.matcher(parts[i]).matches()) {
        groups += 2;
      } else {
        return -1;
      }
    }
    return groups;
  }
}
