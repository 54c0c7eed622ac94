package io.towpath.pipelines.cli;

import io.towpath.io.postgres.ReadOnlyQuery;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Prints rows as they come: JSON objects, one a line, or a table whose columns are as wide as their
 * first thousand cells need. A wider cell further down moves the rest of its line.
 */
final class RowPrinter implements ReadOnlyQuery.Reader, AutoCloseable {
  /** Rows by which the widths are chosen. */
  static final int SAMPLE = 1000;

  private final Form form;
  private final List<List<String>> sample = new ArrayList<>();
  private List<String> header = List.of();
  private int @Nullable [] widths;

  RowPrinter(Form form) {
    this.form = form;
  }

  /** How rows are shown. */
  enum Form {
    TABLE,
    JSON
  }

  /** Prints rows that are there already. */
  static void print(
      List<String> header, List<? extends List<? extends @Nullable Object>> rows, Form form) {
    try (RowPrinter printer = new RowPrinter(form)) {
      printer.columns(header);
      rows.forEach(row -> printer.row(new ArrayList<>(row)));
    }
  }

  @Override
  public void columns(List<String> names) {
    header = names;
    if (form == Form.TABLE) {
      sample.add(names);
    }
  }

  @Override
  public void row(List<@Nullable Object> cells) {
    if (form == Form.JSON) {
      object(cells);
      return;
    }
    List<String> line = cells.stream().map(Printed::text).toList();
    if (widths == null) {
      sample.add(line);
      if (sample.size() > SAMPLE) {
        flush();
      }
    } else {
      line(line, widths);
    }
  }

  /** Prints what still waits for its columns' widths. */
  @Override
  public void close() {
    flush();
  }

  private void object(List<@Nullable Object> cells) {
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    for (int i = 0; i < header.size(); i++) {
      object.put(header.get(i), cells.get(i));
    }
    Printed.json(object);
  }

  private void flush() {
    int[] chosen = new int[header.size()];
    for (List<String> line : sample) {
      for (int i = 0; i < chosen.length; i++) {
        chosen[i] = Math.max(chosen[i], line.get(i).length());
      }
    }
    sample.forEach(line -> line(line, chosen));
    sample.clear();
    widths = chosen;
  }

  private static void line(List<String> cells, int[] widths) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < widths.length; i++) {
      String cell = cells.get(i);
      out.append(cell).append(" ".repeat(Math.max(0, widths[i] - cell.length()) + 2));
    }
    System.out.println(out.toString().stripTrailing());
  }
}
