package io.towpath.io.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.RestAuth;
import io.towpath.config.RestDeclaration;
import io.towpath.config.Secret;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** One token for all workers, counted at the server that gives them. */
final class TokensIT {
  private static final int WORKERS = 16;

  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  @TempDir private Path root;
  private final ApiServer server = ApiServer.start();
  private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
  private final List<Transport> transports = new ArrayList<>();
  private final AtomicInteger issued = new AtomicInteger();
  private final WarehouseAddress ledger =
      new WarehouseAddress(POSTGRES.url(), new Secret(POSTGRES.user()), null);
  private ApiProject project;
  private String secret;

  @BeforeEach
  void begin() throws SQLException {
    Migrations.migrate(ledger);
    execute("truncate towpath.oauth_token");
    project = new ApiProject(root, server, ledger);
    secret = project.secret("client", "s3cret");
    server.answer(call -> call.path().equals("/token") ? token() : Reply.json("[]"));
  }

  @AfterEach
  void end() throws IOException {
    threads.shutdownNow();
    for (Transport transport : transports) {
      transport.close();
    }
    server.close();
  }

  private Reply token() {
    return Reply.json(
        "{\"access_token\": \"token-" + issued.incrementAndGet() + "\", \"expires_in\": 3600}");
  }

  private RestDeclaration declare() {
    return project.declare(
        "path: /items",
        "auth: {oauth2: {tokenUrl: \""
            + server.url()
            + "/token\", clientId: me, clientSecret: "
            + secret
            + "}}");
  }

  private List<Tokens> workers(int count, WarehouseAddress address) {
    RestDeclaration declaration = declare();
    RestAuth.ClientCredentials client = (RestAuth.ClientCredentials) declaration.auth();
    List<Tokens> workers = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Transport transport = new Transport(declaration);
      transports.add(transport);
      workers.add(
          new Tokens(
              new TokenServer(client, transport),
              new TokenLedger(new RestSource.Origin("items", address), client)));
    }
    return workers;
  }

  private Tokens worker() {
    return workers(1, ledger).get(0);
  }

  private List<Token> all(List<Tokens> workers, Work work)
      throws ExecutionException, InterruptedException {
    List<Callable<Token>> calls = new ArrayList<>();
    workers.forEach(worker -> calls.add(() -> work.of(worker)));
    List<Token> tokens = new ArrayList<>();
    for (Future<Token> each : threads.invokeAll(calls)) {
      tokens.add(each.get());
    }
    return tokens;
  }

  private interface Work {
    Token of(Tokens worker) throws ApiFailure;
  }

  private static void execute(String sql) throws SQLException {
    try (Connection connection = POSTGRES.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String generation() {
    return POSTGRES.rows("select generation from towpath.oauth_token").get(0).get(0);
  }

  @Test
  void asksOnceForSixteenWorkers() throws ExecutionException, InterruptedException {
    List<Token> tokens = all(workers(WORKERS, ledger), Tokens::current);

    assertThat(tokens).extracting(Token::text).hasSize(WORKERS).containsOnly("token-1");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void replacesOnceWhatAllWereRefusedWithF36() throws ExecutionException, InterruptedException {
    List<Tokens> workers = workers(WORKERS, ledger);
    all(workers, Tokens::current);

    List<Token> tokens =
        all(
            workers,
            worker -> {
              worker.drop(worker.current());
              return worker.current();
            });

    assertThat(tokens).extracting(Token::text).hasSize(WORKERS).containsOnly("token-2");
    assertThat(server.calls()).hasSize(2);
    assertThat(generation()).isEqualTo("2");
  }

  @Test
  void keepsTheNewTokenFromWhoWasRefusedWithTheOldOneF36() throws ApiFailure {
    Tokens late = worker();
    Token old = late.current();
    Tokens early = worker();
    early.drop(early.current());
    assertThat(early.current().text()).isEqualTo("token-2");

    late.drop(old);

    assertThat(late.current().text()).isEqualTo("token-2");
    late.drop(old);
    assertThat(late.current().text()).isEqualTo("token-2");
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void landsTwiceWithOneToken() {
    project.land(declare());
    project.land(declare());

    assertThat(server.calls()).extracting(Call::path).containsExactly("/token", "/items", "/items");
    assertThat(server.calls().get(2).header("authorization")).isEqualTo("Bearer token-1");
  }

  @Test
  void refreshesOnceWhereALandIsRefusedF36() {
    server.answer(
        call -> {
          if (call.path().equals("/token")) {
            return token();
          }
          boolean old = "Bearer token-1".equals(call.header("authorization"));
          return old ? Reply.status(401) : Reply.json("[]");
        });

    project.land(declare());
    project.land(declare());

    assertThat(server.calls())
        .extracting(Call::path)
        .containsExactly("/token", "/items", "/token", "/items", "/items");
  }

  @Test
  void keepsTheTokenFromWhoReadsTheDatabase() throws ApiFailure {
    worker().current();

    assertThat(
            POSTGRES.rows(
                "select octet_length(sealed) = 12 + octet_length('token-1') + 16,"
                    + " position('token'::bytea in sealed), feed, o::text like '%token-1%'"
                    + " from towpath.oauth_token o"))
        .containsExactly(List.of("t", "0", "items", "f"));
  }

  @Test
  void replacesATokenBeforeItExpires() throws ApiFailure, SQLException {
    worker().current();
    assertThat(
            POSTGRES.rows(
                "select extract(epoch from replace_at - clock_timestamp()) between 3400 and 3570"
                    + " from towpath.oauth_token"))
        .as("half a minute before the hour is over")
        .containsExactly(List.of("t"));
    execute("update towpath.oauth_token set replace_at = clock_timestamp()");

    assertThat(worker().current().text()).isEqualTo("token-2");
    assertThat(worker().current().text()).isEqualTo("token-2");
  }

  @Test
  void replacesATokenThatWasSealedByAnotherSecret() throws ApiFailure {
    worker().current();
    secret = project.secret("client", "rotated");

    Token token = worker().current();

    assertThat(token.text()).isEqualTo("token-2");
    assertThat(generation()).isEqualTo("2");
  }

  @Test
  void leavesTheRowToTheNextWhereTheServerGivesNone() throws ApiFailure {
    server.answer(call -> Reply.status(503));
    Tokens one = worker();
    assertThatThrownBy(one::current).isInstanceOf(ApiFailure.class);
    server.answer(call -> Reply.status(400));
    assertThatThrownBy(one::current)
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("check auth.oauth2")
        .hasMessageNotContaining("s3cret");
    server.answer(call -> token());

    assertThat(worker().current().text()).isEqualTo("token-1");
  }

  @Test
  void hasATokenOfItsOwnWhereThereIsNoLedger() throws ApiFailure {
    Tokens alone =
        workers(1, new WarehouseAddress("jdbc:postgresql://127.0.0.1:1/none", null, null)).get(0);

    Token token = alone.current();
    alone.drop(token);

    assertThat(token.text()).isEqualTo("token-1");
    assertThat(alone.current().text()).isEqualTo("token-2");
    assertThat(token.toString()).doesNotContain("token-1");
  }
}
