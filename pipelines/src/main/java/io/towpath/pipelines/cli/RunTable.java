package io.towpath.pipelines.cli;

import io.towpath.io.postgres.RunRow;
import java.util.List;

/** Runs as a table: a line each, with both books. */
final class RunTable {

  private RunTable() {}

  static void print(List<RunRow> runs, RowPrinter.Form form) {
    if (form == RowPrinter.Form.JSON) {
      runs.forEach(run -> Printed.json(Summary.facts(run)));
      return;
    }
    if (runs.isEmpty()) {
      System.out.println("no runs yet");
      return;
    }
    List<String> header = List.copyOf(Summary.books(runs.get(0)).keySet());
    RowPrinter.print(
        header,
        runs.stream().map(run -> List.copyOf(Summary.books(run).values())).toList(),
        RowPrinter.Form.TABLE);
  }
}
