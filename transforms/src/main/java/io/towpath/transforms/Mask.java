package io.towpath.transforms;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Secret;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Field;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** Masks one value that is not null. */
@FunctionalInterface
interface Mask {
  /** What texts are redacted to. */
  String REDACTED = "***";

  /** The masked value; null where nothing may remain. */
  @Nullable Object of(Object value);

  static Mask of(String file, Field field, Secret key) {
    Field.Mask word = field.mask();
    boolean text =
        field.type().kind() == Kind.TEXT
            || field.type().kind() == Kind.VARCHAR
            || field.type().kind() == Kind.CHAR;
    if (word == null || word == Field.Mask.NULLIFY) {
      return value -> null;
    }
    if (!text) {
      throw new ConfigurationException(
          List.of(
              new Problem(
                  file,
                  field.line(),
                  1,
                  field.name()
                      + ": mask "
                      + word
                      + " is for text; mask this column with nullify")));
    }
    return switch (word) {
      case REDACT -> value -> REDACTED;
      case INITIAL -> value -> initial((String) value);
      case LAST4 -> value -> last4((String) value);
      case HASH -> hashing(key)::hash;
      case EMAIL -> hashing(key)::email;
      case NULLIFY -> value -> null;
    };
  }

  private static String initial(String text) {
    return text.isEmpty() ? "" : Character.toString(text.codePointAt(0)) + ".";
  }

  /** Of eight characters or fewer, four would tell too much. */
  private static String last4(String text) {
    int length = text.codePointCount(0, text.length());
    return length <= 8
        ? REDACTED
        : "****" + text.substring(text.offsetByCodePoints(text.length(), -4));
  }

  private static Keyed hashing(Secret key) {
    return new Keyed(key.resolve());
  }

  /** HMAC-SHA256 under one key, 128 bits of it in hexadecimal. */
  final class Keyed {
    private static final int BYTES = 16;
    private final Mac mac;

    private Keyed(String key) {
      try {
        mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key.getBytes(UTF_8), "HmacSHA256"));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("Java has HmacSHA256 everywhere", e);
      }
    }

    private String hash(Object value) {
      return HexFormat.of().formatHex(mac.doFinal(((String) value).getBytes(UTF_8)), 0, BYTES);
    }

    /** The name is hashed in small letters, the domain kept; equal addresses stay equal. */
    private String email(Object value) {
      String text = (String) value;
      int at = text.lastIndexOf('@');
      return at <= 0
          ? hash(text)
          : hash(text.toLowerCase(java.util.Locale.ROOT))
              + text.substring(at).toLowerCase(java.util.Locale.ROOT);
    }
  }
}
