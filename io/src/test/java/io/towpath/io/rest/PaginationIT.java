package io.towpath.io.rest;

import static io.towpath.io.rest.ItemList.array;
import static io.towpath.io.rest.ItemList.items;
import static io.towpath.io.rest.ItemList.numbered;
import static io.towpath.io.rest.ItemList.offset;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.RestDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every way of asking for the next page, every way to end, and no loop and no gap. */
final class PaginationIT {
  private static final String BY_PAGE = "pagination: {style: page, parameter: page}";
  private static final String BY_CURSOR =
      "pagination: {style: cursor, parameter: after, from: /next}";
  private static final String BY_OFFSET =
      "pagination: {style: offset, parameter: offset, size: 10, sizeParameter: limit, total: /total}";

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

  private List<String> land(String... lines) {
    return project.land(project.declare(lines)).items();
  }

  private void assertRefused(String message, String... lines) {
    RestDeclaration declaration = project.declare(lines);
    assertThatThrownBy(() -> project.land(declaration))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining(message)
        .extracting(e -> ((TowpathException) e).exitCode())
        .isEqualTo(ExitCode.SOURCE);
  }

  @Test
  void readsOnePageAsItsItemsWereSent() {
    server.answer(
        call -> Reply.json("{\"data\" : [ {\"id\":1 ,\n \"a\":\"]\\\"\"}, 7,{}], \"data2\": []}"));

    ApiProject.Landed landed = project.land(project.declare("path: /v1/items", "records: /data"));

    assertThat(landed.items()).containsExactly("{\"id\":1 ,\n \"a\":\"]\\\"\"}", "7", "{}");
    assertThat(landed.envelopes().get(2).get("position")).isEqualTo(2);
    assertThat(landed.envelopes().get(2).get("page")).isEqualTo(1);
    assertThat(landed.envelopes().get(2).get("request"))
        .hasToString("GET " + server.url() + "/v1/items");
    assertThat(landed.parts().get(0).records()).isEqualTo(3);
  }

  @Test
  void readsPagesByNumberUntilTwoAreEmpty() {
    server.answer(call -> numbered(call, 10, 25));

    assertThat(land(BY_PAGE)).isEqualTo(items(1, 25));
    assertThat(server.calls())
        .extracting(call -> call.parameter("page"))
        .containsExactly("1", "2", "3", "4", "5");
  }

  @Test
  void takesAPageThatTheApiDoesNotKnowForTheEnd() {
    server.answer(
        call ->
            call.parameter("page").compareTo("3") > 0 ? Reply.status(404) : numbered(call, 10, 30));

    assertThat(land(BY_PAGE)).isEqualTo(items(1, 30));
  }

  @Test
  void endsWithAShortPageWhereTheFeedSaysSo() {
    server.answer(call -> numbered(call, 10, 25));

    assertThat(land("pagination: {style: page, parameter: page, size: 10, stop: short}"))
        .isEqualTo(items(1, 25));
    assertThat(server.calls()).hasSize(3);
  }

  @Test
  void readsPagesByOffsetUpToTheTotal() {
    server.answer(call -> offset(call, 10, 25));

    assertThat(land("records: /data", BY_OFFSET)).isEqualTo(items(1, 25));
    assertThat(server.calls())
        .extracting(call -> call.parameter("offset"))
        .containsExactly("0", "10", "20");
    assertThat(server.calls()).extracting(call -> call.parameter("limit")).containsOnly("10");
  }

  @Test
  void goesOnByWhatCameWhereTheServerGivesFewerThanAskedFor() {
    server.answer(call -> offset(call, 4, 25));

    assertThat(land("records: /data", BY_OFFSET)).isEqualTo(items(1, 25));
  }

  @Test
  void endsWhereTheApiSaysThatThereIsNoMore() {
    server.answer(
        call ->
            Reply.json(
                "{\"more\": "
                    + !call.parameter("page").equals("2")
                    + ", \"data\": "
                    + (call.parameter("page").equals("1") ? array(1, 3) : array(4, 5))
                    + "}"));

    assertThat(land("records: /data", "pagination: {style: page, parameter: page, hasMore: /more}"))
        .isEqualTo(items(1, 5));
  }

  @Test
  void followsACursorInTheBodyOverAnEmptyPage() {
    server.answer(PaginationIT::cursors);

    assertThat(land("records: /data", BY_CURSOR)).isEqualTo(items(1, 5));
    assertThat(server.calls())
        .extracting(call -> call.parameter("after"))
        .containsExactly(null, "a b&c", "d");
  }

  private static Reply cursors(Call call) {
    String after = String.valueOf(call.parameter("after"));
    return switch (after) {
      case "null" -> Reply.json("{\"next\": \"a b&c\", \"data\": " + array(1, 3) + "}");
      case "a b&c" -> Reply.json("{\"data\": [], \"next\": \"d\"}");
      default -> Reply.json("{\"data\": " + array(4, 5) + ", \"next\": null}");
    };
  }

  @Test
  void putsACursorIntoTheBodyOfAPost() {
    server.answer(
        call ->
            call.body().contains("\"after\":7")
                ? Reply.json("{\"data\": " + array(4, 5) + "}")
                : Reply.json("{\"data\": " + array(1, 3) + ", \"next\": 7}"));

    assertThat(
            land(
                "method: POST",
                "body: '{\"filter\": {\"open\": true}}'",
                "records: /data",
                "pagination: {style: cursor, parameter: /page/after, from: /next}"))
        .isEqualTo(items(1, 5));
    assertThat(server.calls().get(1).body())
        .isEqualTo("{\"filter\":{\"open\":true},\"page\":{\"after\":7}}");
  }

  @Test
  void followsLinksInBodyAndHeader() {
    server.answer(
        call ->
            "2".equals(call.parameter("p"))
                ? Reply.json("{\"data\": " + array(4, 5) + "}")
                : Reply.json("{\"data\": " + array(1, 3) + ", \"links\": {\"next\": \"?p=2\"}}")
                    .with(
                        "Link",
                        "<http://x.invalid/1>; rel=\"first\", </items?p=2>; title=\"a\"; rel=\"next\"")
                    .with("X-Next", "2"));

    assertThat(
            land("path: /items", "records: /data", "pagination: {style: next, from: /links/next}"))
        .isEqualTo(items(1, 5));
    assertThat(land("path: /items", "records: /data", "pagination: {style: link}"))
        .isEqualTo(items(1, 5));
    assertThat(
            land(
                "path: /items",
                "records: /data",
                "pagination: {style: header, from: X-Next, parameter: p}"))
        .isEqualTo(items(1, 5));
    assertThat(server.calls()).extracting(Call::path).containsOnly("/items");
  }

  @Test
  void refusesAPageThatComesTwiceF34() {
    server.answer(call -> Reply.json(array(1, 3)));

    assertRefused("page 2 has the very items of one before it", BY_PAGE);
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void refusesACursorThatComesTwiceF34() {
    AtomicInteger page = new AtomicInteger();
    server.answer(
        call ->
            Reply.json("{\"next\": \"c\", \"data\": " + array(page.incrementAndGet(), 9) + "}"));

    assertRefused("go round in a loop", "records: /data", BY_CURSOR);
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void refusesLinksThatGoRoundF34() {
    AtomicInteger page = new AtomicInteger();
    server.answer(
        call ->
            Reply.json(array(page.incrementAndGet(), 9))
                .with("Link", "</" + ("/a".equals(call.path()) ? "b" : "a") + ">; rel=next"));

    assertRefused("go round in a loop", "path: /a", "pagination: {style: link}");
    assertThat(server.calls()).hasSize(2);
  }

  @Test
  void refusesAnEmptyPageInTheMiddleF34() {
    server.answer(
        call -> "2".equals(call.parameter("page")) ? Reply.json("[]") : numbered(call, 10, 30));

    assertRefused("items behind an empty page", BY_PAGE);
  }

  @Test
  void refusesAnEmptyPageBelowTheTotalF34() {
    server.answer(
        call ->
            "10".equals(call.parameter("offset"))
                ? Reply.json("{\"total\": 25, \"data\": []}")
                : offset(call, 10, 25));

    assertRefused(
        "an empty page after 10 items, although the total is 25", "records: /data", BY_OFFSET);
  }

  @Test
  void refusesATotalThatIsCappedF34() {
    server.answer(
        call ->
            Reply.json(
                "{\"total\": 20, \"data\": "
                    + array(
                        Long.parseLong(call.parameter("offset")) + 1,
                        Long.parseLong(call.parameter("offset")) + 10)
                    + "}"));

    assertRefused("items behind the total of 20", "records: /data", BY_OFFSET);
  }

  @Test
  void losesNothingWhereItemsAreDeletedWhilePagingF35() {
    // Items 1 to 3 vanish after the first page: the others move up by three.
    server.answer(
        call -> {
          long offset = Long.parseLong(call.parameter("offset"));
          long gone = server.calls().size() > 1 ? 3 : 0;
          long last = Math.min(offset + 10 + gone, 25);
          return Reply.json(
              "{\"total\": " + (25 - gone) + ", \"data\": " + array(offset + 1 + gone, last) + "}");
        });

    assertThat(land("records: /data", BY_OFFSET)).containsAll(items(1, 25));
  }

  @Test
  void losesNothingWhereItemsAreInsertedWhilePagingF35() {
    server.answer(
        call -> {
          long offset = Long.parseLong(call.parameter("offset"));
          long added = server.calls().size() > 1 ? 2 : 0;
          long last = Math.min(offset + 10 - added, 25);
          return Reply.json(
              "{\"total\": "
                  + (25 + added)
                  + ", \"data\": "
                  + array(offset + 1 - added, last)
                  + "}");
        });

    assertThat(land("records: /data", BY_OFFSET)).containsAll(items(1, 25));
  }
}
