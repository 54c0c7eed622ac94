package io.towpath.io.rest;

import io.towpath.config.Layout;
import io.towpath.config.RestDeclaration;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceHarness;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Reply;
import io.towpath.testing.SourceContract;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** A list of an API, read page by page, keeps what every source keeps. */
final class RestSourceContractIT extends SourceContract {
  private static final String TOKEN = "planted-5ecret";
  private static final int PAGE = 3;

  @TempDir private Path root;
  private final ApiServer server = ApiServer.start();
  private int items;

  @AfterEach
  void end() {
    server.close();
  }

  private Reply page(Call call) {
    if (!("Bearer " + TOKEN).equals(call.header("authorization"))) {
      return Reply.status(401);
    }
    int page = Integer.parseInt(call.parameter("page"));
    return Reply.json(
        IntStream.rangeClosed((page - 1) * PAGE + 1, Math.min(page * PAGE, items))
            .mapToObj(id -> "{\"id\": " + id + "}")
            .collect(Collectors.joining(",", "[", "]")));
  }

  private Source open(RestDeclaration declaration) {
    WarehouseAddress none = new WarehouseAddress("jdbc:postgresql://127.0.0.1:1/none", null, null);
    return new RestSource(new RestSource.Origin("items", none), declaration, Clock.systemUTC());
  }

  @Override
  protected Subject subject() {
    server.answer(this::page);
    ApiProject project = new ApiProject(root, server);
    String pages = "pagination: {style: page, parameter: page}";
    RestDeclaration good =
        project.declare(
            "path: /items", pages, "auth: {bearer: " + project.secret("t", TOKEN) + "}");
    RestDeclaration refused =
        project.declare("path: /items", pages, "auth: {bearer: " + project.secret("n", "no") + "}");
    return new Subject() {
      private final SourceHarness harness =
          new SourceHarness(root.resolve("raw"), Layout.items(), batch -> {});

      @Override
      public void grow(int records) {
        items += records;
      }

      @Override
      public Landed land(@Nullable String cursor) {
        return payloads(harness.land(() -> open(good), cursor));
      }

      @Override
      public List<Landed> landTwice() {
        return harness.land(() -> open(good), null, 2).stream().map(this::payloads).toList();
      }

      /** Without the time at which each was received. */
      private Landed payloads(Landed landed) {
        List<String> payloads =
            landed.records().stream()
                .map(record -> record.replaceAll(".*?(\\{\\\\?\"id\\\\?\": \\d+}).*", "$1"))
                .toList();
        return new Landed(payloads, landed.cursor(), landed.footprint());
      }

      @Override
      public void landInVain() {
        harness.land(() -> open(refused), null);
      }

      @Override
      public String secret() {
        return TOKEN;
      }

      @Override
      public boolean hasCursor() {
        return false;
      }
    };
  }
}
