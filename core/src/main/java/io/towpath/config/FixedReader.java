package io.towpath.config;

import io.towpath.config.Feed.Dialect;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the columns of files whose lines have columns of fixed widths. */
final class FixedReader {
  private static final List<String> KEYS = List.of("columns", "nullText");
  private static final String EXPECTED =
      "the columns in order with their widths in characters, such as {order_id: 10, customer: 20}";

  private FixedReader() {}

  static Dialect read(YamlKeys source) {
    List<String> names = new ArrayList<>();
    List<Integer> widths = new ArrayList<>();
    Optional<YamlKeys> dialect =
        source
            .require("dialect", "{columns: {order_id: 10, customer: 20}}, as the format is fixed")
            .flatMap(value -> value.keys(KEYS));
    dialect
        .flatMap(keys -> keys.require("columns", EXPECTED))
        .ifPresent(columns -> columns(columns, names, widths));
    String nullText =
        dialect.flatMap(keys -> keys.findUnlessNull("nullText")).map(YamlValue::text).orElse(null);
    return new Dialect(',', null, null, false, List.copyOf(names), nullText, List.copyOf(widths));
  }

  private static void columns(YamlValue value, List<String> names, List<Integer> widths) {
    if (!value.isMapping()) {
      value.expected(EXPECTED);
      return;
    }
    Optional<YamlKeys> columns = value.anyKeys();
    if (columns.isEmpty()) {
      return;
    }
    for (String name : columns.get().names()) {
      Long width = columns.get().find(name).map(found -> found.wholeNumber(1)).orElse(1L);
      names.add(name);
      widths.add(Math.toIntExact(Math.min(width == null ? 1 : width, Integer.MAX_VALUE)));
    }
    if (names.isEmpty()) {
      value.problem("columns is empty; expected " + EXPECTED);
    }
  }
}
