package io.towpath.io.rest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.TowpathException;
import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Call;
import io.towpath.testing.ApiServer.Reply;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A request for each item of a list. */
final class DetailsIT {
  private static final String DETAIL = "detail: {path: \"/orders/{id}\", id: /id, record: /order}";

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

  private static boolean isList(Call call) {
    return call.path().equals("/orders");
  }

  private static Reply detail(Call call) {
    String id = call.path().substring("/orders/".length());
    return Reply.json("{\"order\": {\"id\": " + id + ", \"lines\": [" + id + "0]}}");
  }

  private ApiProject.Landed land(String... more) {
    String[] lines = new String[more.length + 1];
    lines[0] = "path: /orders";
    System.arraycopy(more, 0, lines, 1, more.length);
    return project.land(project.declare(lines));
  }

  @Test
  void landsWhatTheSecondRequestGivesInTheOrderOfTheList() {
    server.answer(call -> isList(call) ? ItemList.numbered(call, 10, 25) : detail(call));

    ApiProject.Landed landed =
        land("pagination: {style: page, parameter: page}", "query: {lang: en}", DETAIL);

    assertThat(landed.items())
        .isEqualTo(
            IntStream.rangeClosed(1, 25)
                .mapToObj(id -> "{\"id\": " + id + ", \"lines\": [" + id + "0]}")
                .toList());
    assertThat(landed.envelopes().get(11).get("request").toString())
        .isEqualTo("GET " + server.url() + "/orders/12?lang=en");
    assertThat(landed.envelopes().get(11).get("page")).isEqualTo(2);
    assertThat(landed.envelopes().get(11).get("position")).isEqualTo(1);
  }

  @Test
  void asksForSeveralAtOnceAndNoMoreThanDeclared() {
    CyclicBarrier three = new CyclicBarrier(3);
    AtomicInteger running = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    server.answer(
        call -> {
          if (isList(call)) {
            return Reply.json(ItemList.array(1, 12));
          }
          most.accumulateAndGet(running.incrementAndGet(), Math::max);
          meet(three);
          running.decrementAndGet();
          return detail(call);
        });

    assertThat(land("concurrency: 3", DETAIL).items()).hasSize(12);
    assertThat(most).hasValue(3);
  }

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(30, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new IllegalStateException("there were fewer requests at once", e);
    }
  }

  @Test
  void leavesOutWhatIsGone() {
    server.answer(
        call ->
            isList(call)
                ? Reply.json(ItemList.array(1, 4))
                : call.path().endsWith("/2")
                    ? Reply.status(404)
                    : call.path().endsWith("/3") ? Reply.status(410) : detail(call));

    assertThat(land(DETAIL).items())
        .containsExactly("{\"id\": 1, \"lines\": [10]}", "{\"id\": 4, \"lines\": [40]}");
  }

  @Test
  void repeatsWhatFailedForAReasonThatPasses() {
    AtomicInteger failures = new AtomicInteger(2);
    server.answer(
        call ->
            isList(call)
                ? Reply.json(ItemList.array(1, 2))
                : failures.getAndDecrement() > 0 ? Reply.status(503) : detail(call));

    assertThat(land(DETAIL).items()).hasSize(2);
  }

  @Test
  void putsAnyIdIntoThePath() {
    server.answer(
        call ->
            isList(call)
                ? Reply.json("[{\"id\": \"a/b ?\\u00e4\"}]")
                : Reply.json("{\"order\": {\"path\": \"" + call.path() + "\"}}"));

    List<Object> asked =
        land(DETAIL).envelopes().stream().map(e -> (Object) e.get("request").toString()).toList();

    assertThat(asked).containsExactly("GET " + server.url() + "/orders/a%2Fb%20%3F%C3%A4");
  }

  @Test
  void saysWhereAnIdIsMissing() {
    server.answer(call -> Reply.json("[{\"id\": 1}, {\"id\": null}]"));

    assertThatThrownBy(() -> land("detail: {path: \"/orders/{id}\", id: /id}"))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("item 2 of page 1 has no id at /id; expected a text or a number");
  }

  @Test
  void saysWhereTheItemIsMissing() {
    server.answer(
        call -> isList(call) ? Reply.json("[{\"id\": 1}]") : Reply.json("{\"ordre\": {}}"));

    assertThatThrownBy(() -> land(DETAIL))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("/orders/1: nothing at /order, but the keys ordre");
  }

  @Test
  void countsTheAnswersAgainstTheCaps() {
    server.answer(call -> isList(call) ? Reply.json(ItemList.array(1, 50)) : detail(call));

    assertThatThrownBy(() -> land("caps: {bytes: 1000}", DETAIL))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("bytes so far; raise source.rest.caps.bytes");
  }
}
