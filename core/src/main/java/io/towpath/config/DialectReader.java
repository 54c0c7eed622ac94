package io.towpath.config;

import io.towpath.config.Feed.Dialect;
import io.towpath.config.Feed.Format;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the dialect of CSV. */
final class DialectReader {
  private static final List<String> KEYS =
      List.of("delimiter", "quote", "escape", "header", "columns", "nullText");
  private static final Dialect RFC_4180 =
      new Dialect(',', '"', null, true, List.of(), null, List.of());

  private DialectReader() {}

  static Dialect read(Optional<YamlValue> value, @Nullable Format format) {
    if (value.isPresent() && format != null && format != Format.CSV) {
      value.get().problem("dialect is for format csv only");
    }
    return value.flatMap(found -> found.keys(KEYS)).map(DialectReader::dialect).orElse(RFC_4180);
  }

  private static Dialect dialect(YamlKeys keys) {
    Character delimiter = keys.find("delimiter").map(DialectReader::character).orElse(',');
    Character quote = quote(keys);
    Character escape = keys.findUnlessNull("escape").map(DialectReader::character).orElse(null);
    if (delimiter.equals(quote)) {
      keys.find("delimiter")
          .or(() -> keys.find("quote"))
          .ifPresent(value -> value.problem("delimiter and quote are the same character"));
    }
    if (escape != null && (escape.equals(delimiter) || escape.equals(quote))) {
      keys.find("escape")
          .ifPresent(
              value ->
                  value.problem(
                      "escape is also the delimiter or the quote; leave it out for doubled quotes"));
    }
    if (escape != null && quote == null) {
      keys.find("escape")
          .ifPresent(value -> value.problem("escape works within quotes, but quote is none"));
    }
    boolean header = keys.flag("header", true);
    return new Dialect(
        delimiter, quote, escape, header, columns(keys, header), nullText(keys), List.of());
  }

  private static @Nullable Character quote(YamlKeys keys) {
    Optional<YamlValue> value = keys.find("quote");
    if (value.isEmpty()) {
      return '"';
    }
    if (value.get().isText() && "none".equals(value.get().textOrEmpty())) {
      return null;
    }
    return character(value.get());
  }

  private static Character character(YamlValue value) {
    String text = value.isText() ? value.textOrEmpty() : null;
    if (text != null && text.length() == 1 && text.charAt(0) < 128 && "\r\n\0".indexOf(text) < 0) {
      return text.charAt(0);
    }
    String none = value.name().equals("quote") ? ", or none" : "";
    value.expected("one ASCII character in quotes" + none);
    return '\0';
  }

  private static List<String> columns(YamlKeys keys, boolean header) {
    List<YamlValue> items = keys.items("columns");
    if (header && !items.isEmpty()) {
      keys.find("columns")
          .ifPresent(
              value ->
                  value.problem(
                      "columns are named by the header; leave them out, or write header: false"));
    }
    if (!header && items.isEmpty()) {
      keys.require("columns", "the names of the columns in order, because header is false");
    }
    Set<String> seen = new HashSet<>();
    return items.stream()
        .map(
            item -> {
              String name = item.text();
              if (name != null && !seen.add(name)) {
                item.problem("column " + name + " is named twice");
              }
              return name == null ? "" : name;
            })
        .toList();
  }

  private static @Nullable String nullText(YamlKeys keys) {
    return keys.findUnlessNull("nullText").map(YamlValue::text).orElse(null);
  }
}
