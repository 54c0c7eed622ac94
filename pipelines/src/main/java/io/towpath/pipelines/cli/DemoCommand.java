package io.towpath.pipelines.cli;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Rejects;
import io.towpath.pipelines.RejectedLines;
import io.towpath.pipelines.Run;
import io.towpath.pipelines.Session;
import io.towpath.pipelines.demo.DemoSources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParentCommand;

/**
 * Runs the flights example: a month of real data from files, a database and an API, and a day more.
 */
@Command(
    name = "demo",
    description =
        "Load real flights, airports and weather from files, a database and an API into an embedded"
            + " PostgreSQL, then corrections to them.",
    footer = "%nExample: towpath demo")
final class DemoCommand implements Callable<Integer> {
  private static final String FACTS = "flights";
  private static final Path HERE = Path.of(".");
  private static final int SHOWN_REJECTS = 3;

  @ParentCommand private Towpath towpath;

  @Override
  public Integer call() throws IOException {
    Path example = example();
    try (Session session = towpath.options().open(example);
        DemoSources sources = DemoSources.open(example, session.withLedger().warehouse())) {
      say("Day 1: a month of flights, carriers, aircraft, airports (a database), weather (an API)");
      deliver(example, "day1");
      sources.deliver("day1");
      int status = run(session, List.of("airlines", "planes", FACTS, "airports", "weather"));
      say("Day 2: corrections, repetitions, new flights, broken lines; airports that closed");
      deliver(example, "day2");
      sources.deliver("day2");
      status = Math.max(status, run(session, List.of(FACTS, "airports", "weather")));
      say("Three of the rejected lines (towpath rejects flights shows all):");
      printRejects(session);
      say("Look at the table:");
      say(
          "  ./towpath sql \"select flight_date, carrier, flight, origin, dest, arr_delay from"
              + " aviation.flights order by arr_delay desc nulls last limit 5\" --project "
              + Path.of("").toAbsolutePath().relativize(example));
      return status;
    }
  }

  /** The checkout's example, or the copy of it that {@code --project} names. */
  private Path example() {
    String home = System.getProperty("towpath.home", "");
    Path named = towpath.options().directory();
    Path example =
        (named.equals(HERE) ? Path.of(home, "examples", FACTS) : named)
            .toAbsolutePath()
            .normalize();
    if (!Files.isDirectory(example.resolve("sources"))) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "the example is missing: expected "
              + example.resolve("sources")
              + "; start the demo by ./towpath in a checkout of Towpath, or give a copy of"
              + " examples/flights as --project");
    }
    return example;
  }

  private int run(Session session, List<String> feeds) {
    int worst = Towpath.ok();
    for (String feed : feeds) {
      Run.Result result = Run.run(session, session.plan(feed));
      Summary.print(result, towpath.options().form());
      worst = Math.max(worst, result.load().exitCode().status());
    }
    return worst;
  }

  /** A delivery that is in the inbox already stays as it is: it is the same file. */
  private static void deliver(Path example, String day) throws IOException {
    Path inbox = Files.createDirectories(example.resolve("inbox"));
    try (Stream<Path> files = Files.list(example.resolve("input").resolve(day))) {
      for (Path file : files.sorted().toList()) {
        Path delivered = inbox.resolve(file.getFileName());
        if (!Files.exists(delivered)) {
          Path half = inbox.resolve("." + file.getFileName());
          Files.copy(file, half, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
          Files.move(half, delivered, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
        }
      }
    }
  }

  private void printRejects(Session session) {
    List<Rejects.Found> rejects = new Rejects(session.warehouse()).ofFeed(FACTS, SHOWN_REJECTS);
    for (RejectedLines.Line line :
        RejectedLines.of(session, Session.feed(session.project(), FACTS), rejects)) {
      if (towpath.options().form() == RowPrinter.Form.JSON) {
        RowPrinter.print(RejectsCommand.HEADER, List.of(line.cells()), RowPrinter.Form.JSON);
        continue;
      }
      System.out.printf(
          "  %s %s%s: found %s, expected %s%n    %s%n",
          line.place(),
          line.reject().reason(),
          line.reject().column() == null ? "" : " in " + line.reject().column(),
          line.reject().found(),
          line.reject().expected(),
          Printed.text(line.raw().strip()));
    }
  }

  /** For people; programs get the results only. */
  private void say(String sentence) {
    if (towpath.options().form() == RowPrinter.Form.TABLE) {
      System.out.println(sentence);
    }
  }
}
