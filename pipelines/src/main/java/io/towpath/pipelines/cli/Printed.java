package io.towpath.pipelines.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.towpath.transforms.FoundMask;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Prints results: aligned for people, or one JSON object for programs. */
final class Printed {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private Printed() {}

  /** One JSON object on one line. */
  static void json(Map<String, ? extends @Nullable Object> values) {
    try {
      System.out.println(JSON.writeValueAsString(values));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result is not plain values: " + values.keySet(), e);
    }
  }

  /** A table with its columns aligned; empty cells for null. */
  static void table(List<String> header, List<? extends List<? extends @Nullable Object>> rows) {
    List<List<String>> lines = new ArrayList<>();
    lines.add(header);
    rows.forEach(row -> lines.add(row.stream().map(Printed::text).toList()));
    int[] widths = new int[header.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder out = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        out.append(line.get(i)).append(" ".repeat(widths[i] - line.get(i).length() + 2));
      }
      System.out.println(out.toString().stripTrailing());
    }
  }

  /** Rows as JSON objects, one per line, where asked for, else as a table. */
  static void rows(
      List<String> header, List<? extends List<? extends @Nullable Object>> rows, Form form) {
    if (form == Form.TABLE) {
      table(header, rows);
      return;
    }
    for (List<? extends @Nullable Object> row : rows) {
      Map<String, @Nullable Object> object = new LinkedHashMap<>();
      for (int i = 0; i < header.size(); i++) {
        object.put(header.get(i), row.get(i));
      }
      json(object);
    }
  }

  /** A cell as one line of a terminal shows it; what a source holds commands no terminal. */
  static String text(@Nullable Object cell) {
    return FoundMask.visible(
        cell instanceof BigDecimal number ? number.toPlainString() : Objects.toString(cell, ""));
  }

  /** How rows are shown. */
  enum Form {
    TABLE,
    JSON
  }
}
