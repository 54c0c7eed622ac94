package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class JsonDecoderTest {

  private static Feeds lines() {
    return Feeds.aFeed().format(Feed.Format.NDJSON);
  }

  @Test
  void readsValuesByNameAndIgnoresUnknownKeys() {
    Feeds feed =
        lines()
            .column("id", Kind.BIGINT)
            .column("amount", ColumnType.numeric(20, 3))
            .column("ok", Kind.BOOLEAN)
            .column("name", Kind.TEXT)
            .column("tags", new ColumnType(Kind.ARRAY, 0, 0, 0, ColumnType.of(Kind.TEXT)))
            .column("doc", Kind.JSONB);

    Decoded decoded =
        Decoded.text(
            feed,
            "{\"doc\": {\"a\": [1.10, \"x\"]}, \"x\": {\"y\": [1]}, \"name\": \"caf\\u00e9\","
                + " \"tags\": [\"a\", null], \"amount\": 12345678901234567.125, \"id\": \"7\","
                + " \"ok\": true}\n\n{}\n");

    assertThat(decoded.rows())
        .containsExactly(
            List.of(
                7L,
                new BigDecimal("12345678901234567.125"),
                true,
                "café",
                Arrays.asList("a", null),
                "{\"a\": [1.10, \"x\"]}"),
            Arrays.asList(null, null, null, null, null, null));
    assertThat(decoded.origins).extracting(Origin::line).containsExactly(1L, 3L);
  }

  @Test
  void takesEveryKindOfValueForJsonbAsItIsWritten() {
    Feeds feed = lines().column("doc", Kind.JSONB).column("n", Kind.INTEGER);

    Decoded decoded =
        Decoded.text(
            feed,
            """
            {"doc": "a\\n\\u00e9" , "n": 1}
            {"doc":1.50,"n":2}
            {"doc": true}
            {"doc": null}
            {"n": 3, "doc": [ ] }
            """);

    assertThat(decoded.rows())
        .containsExactly(
            List.of("\"a\\n\\u00e9\"", 1),
            List.of("1.50", 2),
            Arrays.asList("true", null),
            Arrays.asList(null, null),
            List.of("[ ]", 3));
  }

  @Test
  void refusesNestedValuesInOtherColumns() {
    Feeds feed = lines().column("a", Kind.TEXT).column("b", Kind.INTEGER);

    Decoded decoded = Decoded.text(feed, "{\"a\": {\"x\": 1}}\n{\"b\": [1]}\n{\"a\": 1.50}\n");

    assertThat(decoded.rejects)
        .extracting("reason", "column", "found")
        .containsExactly(
            Tuple.tuple(Reason.TYPE, "a", "{\"x\": 1}"), Tuple.tuple(Reason.TYPE, "b", "[1]"));
    assertThat(decoded.rows()).containsExactly(Arrays.asList("1.50", null));
  }

  @Test
  @DisplayName("F40 broken lines of NDJSON")
  void f40_brokenLinesCostThemselves() {
    Feeds feed = lines().column("a", Kind.INTEGER);

    Decoded decoded =
        Decoded.text(
            feed,
            """
            {"a": 1}
            {"a": 2
            [1]
            {"a": 3} {"a": 4}
            "a"
            {"a": 5, "a": 6}
            {"a": 07}
            {'a': 8}
            <html>
            {"a": 9}\
            """);

    assertThat(decoded.rows()).containsExactly(List.of(1), List.of(9));
    assertThat(decoded.reasons()).hasSize(8).containsOnly("syntax");
    assertThat(decoded.rejects.get(0).found()).isEqualTo("broken JSON at byte 8 of the line");
    assertThat(decoded.rejects.get(4).found()).startsWith("a key that comes twice");
    assertThat(decoded.count).isEqualTo(10);
  }

  @Test
  @DisplayName("F40 CR, LF, CRLF mixed, blank lines, no last newline")
  void f40_everyLineEndEndsALine() {
    Feeds feed = lines().column("a", Kind.INTEGER);

    Decoded decoded = Decoded.text(feed, "{\"a\":1}\r\n\r\n{\"a\":2}\r{\"a\":3}\n  \t\n{\"a\":4}");

    assertThat(decoded.rows()).containsExactly(List.of(1), List.of(2), List.of(3), List.of(4));
    assertThat(decoded.origins).extracting(Origin::position).containsExactly(0L, 11L, 19L, 31L);
    assertThat(decoded.origins).extracting(Origin::line).containsExactly(1L, 3L, 3L, 5L);
  }

  @Test
  @DisplayName("F40 invalid UTF-8, NUL and lone surrogates in NDJSON")
  void f40_whatIsNoTextCostsItsLine() {
    Feeds feed = lines().column("a", Kind.TEXT);
    byte[] bytes =
        "{\"a\":\"?\"}\n{\"a\":\"\\u0000\"}\n{\"a\":\"\\ud800\"}\n{\"a\":\"\\ud83d\\ude00\"}\n"
            .getBytes(UTF_8);
    bytes[6] = (byte) 0xE9;

    Decoded decoded = Decoded.bytes(feed, bytes);

    assertThat(decoded.reasons()).containsExactly("encoding", "encoding", "encoding");
    assertThat(decoded.rows()).containsExactly(List.of("\uD83D\uDE00"));
  }

  @Test
  @DisplayName("F41 JSON 10,000 deep, a number of a million digits, 1e400, 2^53+1, 2^63")
  void f41_linesOverTheLimitsCostThemselves() {
    Feeds feed = lines().column("n", Kind.BIGINT).column("d", Kind.DOUBLE);
    String deep = "[".repeat(10_000) + "]".repeat(10_000);
    String million = "7".repeat(1_000_000);

    Decoded decoded =
        Decoded.text(
            feed,
            "{\"x\": "
                + deep
                + "}\n"
                + "{\"n\": "
                + million
                + "}\n"
                + "{\"x\": "
                + million
                + "}\n"
                + "{\"d\": 1e400}\n{\"n\": 9223372036854775808}\n{\"d\": NaN}\n"
                + "{\"n\": 9007199254740993, \"d\": -0}\n");

    assertThat(decoded.reasons())
        .containsExactly("limit", "limit", "limit", "type", "type", "syntax");
    assertThat(decoded.rows()).containsExactly(List.of(9007199254740993L, 0.0));
  }

  @Test
  void countsTheElementsOfAnArrayAsPositions() {
    Feeds feed = Feeds.aFeed().format(Feed.Format.JSON).column("a", Kind.INTEGER);
    byte[] bytes = "{\"a\":1}\n7\n{\"a\":2}\n".getBytes(UTF_8);

    Decoded decoded =
        Decoded.chunk(feed, new Chunk(new SplitId(3, 1, 0), 10, 13, 0, true, null, bytes));

    assertThat(decoded.origins)
        .containsExactly(new Origin(3, 1, 10, 0, 0), new Origin(3, 1, 12, 0, 0));
    assertThat(decoded.rejectOrigins).containsExactly(new Origin(3, 1, 11, 0, 0));
  }
}
