package io.towpath.io.rest;

import static io.towpath.io.rest.ItemList.array;
import static io.towpath.io.rest.ItemList.items;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.RestDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Manner;
import io.towpath.testing.ApiServer.Reply;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What an API and the way to it can do wrong, rows F30 to F39 of the fault catalogue. */
final class ApiFaultsIT {
  private static final List<String> GOOD = items(1, 3);
  private static final Reply ANSWER = Reply.json(array(1, 3));

  @TempDir Path root;
  private final ApiServer server = ApiServer.start();
  private ApiProject project;

  @BeforeEach
  void begin() {
    project = new ApiProject(root, server);
  }

  @AfterEach
  void end() {
    server.close();
  }

  /** Answers so to the first calls, and well to those behind. */
  private void first(int calls, Reply reply) {
    server.answer(call -> server.calls().size() <= calls ? reply : ANSWER);
  }

  private List<String> land(String... lines) {
    return project.land(project.declare(lines)).items();
  }

  private Duration took(Runnable work) {
    long begin = System.nanoTime();
    work.run();
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  private TowpathException refused(String... lines) {
    RestDeclaration declaration = project.declare(lines);
    TowpathException failure =
        org.junit.jupiter.api.Assertions.assertThrows(
            TowpathException.class, () -> project.land(declaration));
    assertThat(failure.exitCode()).isEqualTo(ExitCode.SOURCE);
    return failure;
  }

  @Test
  void waitsAsLongAsASecondThatIsAskedForF30() {
    first(1, Reply.status(429).with("Retry-After", "1"));

    Duration took = took(() -> assertThat(land()).isEqualTo(GOOD));

    assertThat(took).isBetween(Duration.ofMillis(750), Duration.ofSeconds(10));
  }

  @Test
  void waitsUntilADateByTheClockOfTheApiF30() {
    Instant theirs = Instant.parse("2001-02-03T04:05:06Z");
    DateTimeFormatter format = DateTimeFormatter.RFC_1123_DATE_TIME.withZone(ZoneOffset.UTC);
    first(
        1,
        Reply.status(503)
            .with("Date", format.format(theirs))
            .with("Retry-After", format.format(theirs.plusSeconds(1))));

    Duration took = took(() -> assertThat(land()).isEqualTo(GOOD));

    assertThat(took).isGreaterThan(Duration.ofMillis(750));
  }

  @ParameterizedTest
  @ValueSource(strings = {"Wed, 21 Oct 2015 07:28:00 GMT", "-5", "0", "soon", ""})
  void waitsItsOwnTimeWhereTheAskedOneMakesNoSenseF30(String asked) {
    Reply busy = Reply.status(429);
    first(2, asked.isEmpty() ? busy : busy.with("Retry-After", asked));

    assertThat(land()).isEqualTo(GOOD);
    assertThat(server.calls()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"31536000", "99999999999999999999999", "Fri, 31 Dec 9999 23:59:59 GMT"})
  void capsATimeThatIsAbsurdF30(String asked) {
    first(1, Reply.status(429).with("Retry-After", asked));

    assertThat(land("retries: {attempts: 3, first: 1ms, longest: 20ms}")).isEqualTo(GOOD);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 504})
  void bearsABurstOfServerErrorsF31(int status) {
    first(2, Reply.status(status));

    assertThat(land()).isEqualTo(GOOD);
  }

  @Test
  void givesUpAfterItsAttemptsF31() {
    server.answer(call -> Reply.status(502));

    assertThat(refused())
        .hasMessage(
            "GET "
                + server.url()
                + ": answered 502; given up after 3 attempts (source.rest.retries)");
    assertThat(server.calls()).hasSize(3);
  }

  @ParameterizedTest
  @EnumSource(names = {"TRICKLE", "SILENT"})
  void waitsNoLongerThanTheTimeoutF32(Manner manner) {
    first(1, ANSWER.sent(manner));

    Duration took = took(() -> assertThat(land("timeout: 300ms")).isEqualTo(GOOD));

    assertThat(took).isLessThan(Duration.ofSeconds(10));
  }

  @Test
  void asksAgainWhereTheBodyIsShorterThanAnnouncedF32() {
    first(1, ANSWER.sent(Manner.CUT));

    assertThat(land()).isEqualTo(GOOD);
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void asksAgainWhereTheJsonEndsTooEarlyF32() {
    first(1, Reply.json(array(1, 3).substring(0, 15)));

    assertThat(land()).isEqualTo(GOOD);
  }

  @Test
  void readsGzipAndAsksAgainWhereItEndsTooEarlyF32() throws IOException {
    byte[] packed = gzip(array(1, 3));
    server.answer(
        call ->
            Reply.bytes(
                    server.calls().size() == 1 ? Arrays.copyOf(packed, packed.length - 9) : packed)
                .with("Content-Encoding", "gzip"));

    assertThat(land()).isEqualTo(GOOD);
    assertThat(server.calls().get(0).header("accept-encoding")).isEqualTo("gzip");
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(text.getBytes(UTF_8));
    }
    return packed.toByteArray();
  }

  @Test
  void refusesAPageOfHtmlF33() {
    server.answer(
        call ->
            Reply.bytes("<html>sign in</html>".getBytes(UTF_8)).with("Content-Type", "text/html"));

    assertThat(refused())
        .hasMessageContaining("begins neither with { nor with [")
        .hasMessageContaining("(its Content-Type is text/html)")
        .hasMessageNotContaining("sign in");
    assertThat(server.calls()).hasSize(1);
  }

  @Test
  void refusesTheEnvelopeOfAnErrorF33() {
    server.answer(
        call -> Reply.json("{\"error\": {\"message\": \"no such tenant\"}, \"ok\": false}"));

    assertThat(refused("records: /data"))
        .hasMessageContaining("no array at /data, but the keys error, ok")
        .hasMessageNotContaining("tenant");
  }

  @Test
  void renewsARefusedTokenOnceF36() {
    Function<Call, Reply> api =
        call -> {
          if (call.path().equals("/token")) {
            long fetched = server.calls().stream().filter(c -> c.path().equals("/token")).count();
            return Reply.json("{\"access_token\": \"t" + fetched + "\", \"expires_in\": 3600}");
          }
          boolean stale =
              "Bearer t1".equals(call.header("authorization")) && server.calls().size() > 3;
          return stale ? Reply.status(401) : ItemList.numbered(call, 10, 25);
        };
    server.answer(api);

    List<String> landed =
        land(
            "path: /items",
            "pagination: {style: page, parameter: page}",
            "auth: {oauth2: {tokenUrl: \""
                + server.url()
                + "/token\", clientId: me, clientSecret: "
                + project.secret("client", "s3cret")
                + ", scope: read}}");

    assertThat(landed).isEqualTo(items(1, 25));
    List<Call> tokens = server.calls().stream().filter(c -> c.path().equals("/token")).toList();
    assertThat(tokens).hasSize(2);
    assertThat(tokens.get(0).body()).isEqualTo("grant_type=client_credentials&scope=read");
    assertThat(tokens.get(0).header("content-type"))
        .startsWith("application/x-www-form-urlencoded");
    assertThat(tokens.get(0).header("authorization")).isEqualTo("Basic bWU6czNjcmV0");
  }

  @Test
  void endsWhereTheNewTokenIsRefusedTooF36() {
    server.answer(
        call ->
            call.path().equals("/token")
                ? Reply.json("{\"access_token\": \"t\"}")
                : Reply.status(401));

    assertThat(
            refused(
                "path: /items",
                "auth: {oauth2: {tokenUrl: \""
                    + server.url()
                    + "/token\", clientId: me,"
                    + " clientSecret: "
                    + project.secret("client", "s3cret")
                    + "}}"))
        .hasMessageContaining("answered 401; check source.rest.auth")
        .hasMessageNotContaining("s3cret");
    assertThat(server.calls()).hasSize(4);
  }

  @Test
  void sendsNoCredentialsToAnotherHostF37() {
    try (ApiServer other = ApiServer.start().answer(call -> ANSWER)) {
      server.answer(call -> Reply.status(302).with("Location", other.url() + "/items?page=1"));

      List<String> landed =
          land(
              "auth: {apiKey: {header: X-Key, key: " + project.secret("key", "s3cret") + "}}",
              "headers: {X-Tenant: " + project.secret("tenant", "hush") + "}");

      assertThat(landed).isEqualTo(GOOD);
      assertThat(server.calls().get(0).header("x-key")).isEqualTo("s3cret");
      assertThat(server.calls().get(0).header("x-tenant")).isEqualTo("hush");
      assertThat(other.calls().get(0).headers()).doesNotContainKeys("x-key", "x-tenant");
    }
  }

  @Test
  void keepsCredentialsFromALinkToAnotherHostF37() {
    try (ApiServer other = ApiServer.start().answer(call -> Reply.json(array(4, 5)))) {
      server.answer(call -> ANSWER.with("Link", "<" + other.url() + "/2>; rel=\"next\""));

      land(
          "auth: {bearer: " + project.secret("token", "s3cret") + "}", "pagination: {style: link}");

      assertThat(other.calls()).hasSize(1);
      assertThat(other.calls().get(0).headers()).doesNotContainKey("authorization");
    }
  }

  @Test
  void refusesAnAddressThatIsNotPublicF37() {
    server.answer(call -> ANSWER);

    assertThat(refused("allowPrivate: false"))
        .hasMessageContaining("localhost is ")
        .hasMessageContaining("which is not public")
        .hasMessageContaining("allowPrivate: true");
    assertThat(server.calls()).isEmpty();
  }

  @Test
  void refusesRedirectsWithoutEndF37() {
    server.answer(call -> Reply.status(307).with("Location", "/again"));

    assertThat(refused()).hasMessageContaining("more than 5 redirects");
  }

  @Test
  void masksAKeyInTheQueryF37() {
    server.answer(call -> Reply.status(400));

    assertThat(refused("auth: {apiKey: {query: k, key: " + project.secret("key", "s3cret") + "}}"))
        .hasMessage("GET " + server.url() + ": answered 400");
    assertThat(server.calls().get(0).parameter("k")).isEqualTo("s3cret");
    assertThat(refused("query: {tenant: " + project.secret("tenant", "hush") + "}"))
        .hasMessage("GET " + server.url() + "?tenant=***: answered 400");
  }

  @ParameterizedTest
  @CsvSource({"500,1", "503,1", "429,3"})
  void repeatsAPostOnlyIfItCannotHaveBeenServedF38(int status, int calls) {
    server.answer(call -> Reply.status(status));

    refused("method: POST", "body: '{}'");

    assertThat(server.calls()).hasSize(calls);
  }

  @Test
  void repeatsAPostWithAnIdempotencyKeyF38() {
    first(2, Reply.status(500));

    assertThat(land("method: POST", "body: '{}'", "idempotencyKey: Idempotency-Key"))
        .isEqualTo(GOOD);
    assertThat(server.calls())
        .extracting(call -> call.header("idempotency-key"))
        .doesNotContainNull()
        .containsOnly(server.calls().get(0).header("idempotency-key"));
  }

  @Test
  void capsTheSizeOfAnAnswerAlsoUnpackedF39() throws IOException {
    byte[] packed = gzip("[" + " ".repeat(1 << 20) + "]");
    server.answer(call -> Reply.bytes(packed).with("Content-Encoding", "gzip"));

    assertThat(refused("caps: {page: 100KB}"))
        .hasMessageContaining("an answer of more than 100000 bytes");
    assertThat(packed.length).isLessThan(10_000);
  }

  @Test
  void capsAnAnswerWithoutEndF39() {
    server.answer(call -> ANSWER.sent(Manner.TRICKLE));

    assertThat(refused("caps: {page: 10B}", "timeout: 30s"))
        .hasMessageContaining("an answer of more than 10 bytes");
  }

  @Test
  void capsAllBytesAndAllTimeF39() {
    server.answer(call -> ItemList.numbered(call, 10, 10_000));

    assertThat(refused("pagination: {style: page, parameter: page}", "caps: {bytes: 1KB}"))
        .hasMessageContaining("more than 1000 bytes so far");
    assertThat(refused("pagination: {style: page, parameter: page}", "caps: {time: 1ms}"))
        .hasMessageContaining("not at the end after PT0.001S");
  }

  @Test
  void saysWhereNobodyListens() {
    server.close();

    assertThatThrownBy(() -> project.land(project.declare()))
        .hasMessageContaining("no connection (");
  }
}
