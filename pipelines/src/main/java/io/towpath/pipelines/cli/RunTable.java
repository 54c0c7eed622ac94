package io.towpath.pipelines.cli;

import io.towpath.io.postgres.RunRow;
import java.util.List;
import java.util.Map;

/** Runs as a table: a line each, with both books. */
final class RunTable {

  private RunTable() {}

  static void print(List<RunRow> runs, Printed.Form form) {
    if (runs.isEmpty()) {
      System.out.println("no runs yet");
      return;
    }
    List<String> header = List.copyOf(Summary.facts(runs.get(0)).keySet());
    Printed.rows(header, runs.stream().map(run -> cells(Summary.facts(run))).toList(), form);
  }

  private static List<String> cells(Map<String, Object> facts) {
    return facts.values().stream().map(String::valueOf).toList();
  }
}
