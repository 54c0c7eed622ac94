package io.towpath.contract;

import io.towpath.contract.Field.Constraints;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The range of an ordered type, as the contract writes it; checked against the type. */
final class Bounds {
  private static final List<String> LOWER = List.of("minimum", "exclusiveMinimum");
  private static final List<String> UPPER = List.of("maximum", "exclusiveMaximum");

  /** What the integer formats promise beyond the column's type. */
  private static final Map<String, String> LEAST =
      Map.of("i8", "-128", "u8", "0", "u16", "0", "u32", "0", "u64", "0", "u128", "0");

  private static final Map<String, String> GREATEST =
      Map.of(
          "i8", "127",
          "u8", "255",
          "i16", "32767",
          "u16", "65535",
          "i32", "2147483647",
          "u32", "4294967295",
          "u64", "18446744073709551615");

  private final Map<String, String> texts = new HashMap<>();

  private Bounds() {}

  static Bounds read(YamlKeys options, @Nullable ColumnType type, boolean numeric) {
    Bounds bounds = new Bounds();
    for (List<String> side : List.of(LOWER, UPPER)) {
      for (String key : side) {
        options.find(key).ifPresent(value -> bounds.add(key, value, type, numeric));
      }
    }
    if (type != null) {
      bounds.refuseEmpty(options, type);
    }
    return bounds;
  }

  private void add(String key, YamlValue value, @Nullable ColumnType type, boolean numeric) {
    String text = numeric ? number(value) : value.text();
    if (text == null || type == null) {
      return;
    }
    String complaint = Values.complaint(type, text);
    if (complaint == null) {
      texts.put(key, text);
    } else {
      value.expected(complaint);
    }
  }

  private static @Nullable String number(YamlValue value) {
    java.math.BigDecimal number = value.number();
    return number == null ? null : number.toPlainString();
  }

  private void refuseEmpty(YamlKeys options, ColumnType type) {
    for (String lower : LOWER) {
      for (String upper : UPPER) {
        String low = texts.get(lower);
        String high = texts.get(upper);
        if (low == null || high == null) {
          continue;
        }
        int order = Values.compare(type, low, high);
        boolean touching = lower.equals("minimum") && upper.equals("maximum");
        if (order > 0 || (order == 0 && !touching)) {
          options.problemAt(
              lower,
              lower + " " + low + " and " + upper + " " + high + " leave no value between them");
        }
      }
    }
  }

  /** With the promise of an integer format where it is narrower than what is written. */
  Constraints constraints(String format, @Nullable String multipleOf, List<String> allowed) {
    String minimum = texts.get("minimum");
    String maximum = texts.get("maximum");
    return new Constraints(
        minimum == null && !texts.containsKey("exclusiveMinimum") ? LEAST.get(format) : minimum,
        maximum == null && !texts.containsKey("exclusiveMaximum") ? GREATEST.get(format) : maximum,
        texts.get("exclusiveMinimum"),
        texts.get("exclusiveMaximum"),
        multipleOf,
        null,
        null,
        null,
        null,
        allowed,
        null,
        null,
        false,
        null);
  }
}
