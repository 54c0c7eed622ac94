package io.towpath.pipelines.cli;

import io.towpath.pipelines.Session;
import io.towpath.pipelines.draft.Draft;
import io.towpath.pipelines.draft.DraftSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Writes a feed and a contract for a source. */
@Command(
    name = "draft",
    description =
        "Look at a source and write a first feed and contract for it, to be read and mended.",
    footer = {
      "%nExample: towpath draft orders --from input/orders.csv",
      "         towpath draft orders --from jdbc:postgresql://db/shop --table shop.orders"
          + " --user reader --password '$${env:SHOP_PASSWORD}'",
      "         towpath draft orders --from https://api.example.com/v2/orders"
    })
final class DraftCommand implements Callable<Integer> {
  @ParentCommand private Towpath towpath;

  @Parameters(paramLabel = "FEED", description = "Name of the feed to write.")
  private String feed = "";

  @Option(
      names = "--from",
      paramLabel = "SOURCE",
      required = true,
      description = "A file, pattern of files or s3:// URI, a JDBC URL, or an API's address.")
  private String from = "";

  @Option(names = "--table", paramLabel = "TABLE", description = "Table of a database.")
  private @Nullable String table;

  @Option(
      names = "--user",
      paramLabel = "USER",
      description = "User of a database, or a reference.")
  private @Nullable String user;

  @Option(
      names = "--password",
      paramLabel = "REFERENCE",
      description = "Reference to a password, such as $${env:NAME}; never the password.")
  private @Nullable String password;

  @Override
  public Integer call() {
    try (Session session = towpath.options().open()) {
      List<Path> wrote = Draft.write(session, feed, new DraftSource(from, table, user, password));
      if (towpath.options().form() == RowPrinter.Form.JSON) {
        Printed.json(Map.of("feed", feed, "wrote", wrote.stream().map(Path::toString).toList()));
      } else {
        wrote.forEach(file -> System.out.println("wrote " + file));
        System.out.printf("Now read them, and run: towpath preview %s%n", feed);
      }
      return Towpath.ok();
    }
  }
}
