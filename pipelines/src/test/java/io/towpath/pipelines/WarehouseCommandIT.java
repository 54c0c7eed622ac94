package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.towpath.core.ExitCode;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ExecutionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** {@code warehouse: embedded} as its user meets it: through commands, and after a kill. */
final class WarehouseCommandIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final int LINES = 2_000;

  @TempDir private Path root;
  private ProjectFolder project;

  @BeforeEach
  void newProject() {
    project =
        Orders.project(ProjectFolder.in(root, POSTGRES))
            .file("towpath.yaml", "project: own\nraw: raw\nwarehouse: embedded\n")
            .file("inbox/1.csv", Orders.csv(1, LINES));
  }

  @AfterEach
  void stop() {
    assertThat(towpath("warehouse", "stop").out()).isEqualTo("stopped\n");
  }

  @Test
  void letsAJdbcClientInUntilItIsStopped() throws SQLException, IOException {
    assertThat(towpath("run", "orders").status()).isZero();
    assertThat(towpath("warehouse", "status").out()).isEqualTo("not running\n");

    JsonNode started = only("warehouse", "start");

    String password = Files.readString(Path.of(started.get("passwordFile").asText())).strip();
    assertThat(password).matches("[0-9a-f]{48}");
    String url = started.get("jdbc").asText();
    try (Connection connection = DriverManager.getConnection(url, null, password)) {
      assertThat(value(connection, "select count(*) > 0 from shop.orders")).isEqualTo("t");
      assertThat(value(connection, "show listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(value(connection, "show unix_socket_directories")).isEmpty();
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url, null, "guessed"))
        .hasMessageContaining("password authentication failed");
    assertThat(towpath("warehouse", "start").out())
        .isEqualTo(started.get("connection").asText() + "\n")
        .startsWith("postgresql://towpath@127.0.0.1:")
        .doesNotContain(password);
    assertThat(towpath("warehouse", "status").out()).endsWith(" (kept running)\n");
    assertThat(towpath("warehouse", "stop").out()).isEqualTo("stopped\n");
    assertThatThrownBy(() -> DriverManager.getConnection(url, null, password))
        .isInstanceOf(SQLException.class);
    assertThat(only("warehouse", "status").get("running").asBoolean()).isFalse();
  }

  /** F01, F10: the command and the server die at once, as when the machine loses power. */
  @Test
  void goesOnAfterCommandAndServerWereKilled()
      throws IOException, InterruptedException, ExecutionException {
    TowpathProcess process = project.start("orders", RunnerChoice.DIRECT);
    assertThat(process.reaches("load.stage"::equals)).as(process.output()).isTrue();
    ProcessHandle server = ProcessHandle.of(postmaster()).orElseThrow();

    assertThat(process.kill()).isTrue();
    assertThat(server.destroyForcibly()).isTrue();
    server.onExit().get();

    CommandRun next = towpath("run", "orders");
    assertThat(next.status()).as(next.err()).isZero();
    assertThat(next.out()).contains("published");
    assertThat(
            only("sql", "select count(*) as n from towpath.run_summary where state = 'published'")
                .get("n")
                .asInt())
        .isEqualTo(1);
    assertThat(
            only(
                    "sql",
                    "select read = staged + duplicates + rejected as holds from"
                        + " towpath.run_summary where state = 'published'")
                .get("holds")
                .asBoolean())
        .isTrue();
    assertThat(towpath("warehouse", "status").out()).isEqualTo("not running\n");
  }

  @Test
  void letsReadersSeeTheLedgersViewsAndNothingElseOfIt() {
    towpath("run", "orders");

    assertThat(only("sql", "select * from towpath.run_summary").get("state").asText())
        .isEqualTo("published");
    assertThat(only("sql", "select sum(count) as n from towpath.reject_summary").get("n").asInt())
        .isPositive();
    CommandRun refused = towpath("sql", "select * from towpath.reject");
    assertThat(refused.status()).isEqualTo(ExitCode.WAREHOUSE.status());
    assertThat(refused.err())
        .contains("permission denied for table reject")
        .contains("towpath.run_summary, towpath.reject_summary", "'towpath rejects'");
  }

  @Test
  void makesItsLedgerWithoutAWarning() throws InterruptedException {
    CommandRun done =
        CommandRun.of(TowpathProcess.command("migrate", "--project", root.toString()));

    assertThat(done.status()).as(done.out()).isZero();
    assertThat(done.out()).matches("ledger in jdbc:.*: [1-9] migrations run, now version [1-9]\n");
  }

  @Test
  void saysThatAServerOfYoursIsNotItsToStart() {
    ProjectFolder yours = ProjectFolder.in(root.resolve("yours"), POSTGRES);

    CommandRun done = CommandRun.of("warehouse", "start", "--project", yours.root().toString());

    assertThat(done.status()).isEqualTo(ExitCode.CONFIGURATION.status());
    assertThat(done.err()).contains("this project's warehouse is not embedded");
  }

  private static String value(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  private long postmaster() throws IOException {
    Path pidFile = root.resolve(".towpath/warehouse/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
  }

  private JsonNode only(String... arguments) {
    return towpath(Stream.concat(Stream.of(arguments), Stream.of("--json")).toArray(String[]::new))
        .only();
  }

  private CommandRun towpath(String... arguments) {
    return CommandRun.in(root, arguments);
  }
}
