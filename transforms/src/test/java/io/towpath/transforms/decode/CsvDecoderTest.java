package io.towpath.transforms.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Origin;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class CsvDecoderTest {

  @Test
  void readsTypedValuesInTheOrderOfTheRecord() {
    Feeds feed =
        Feeds.aFeed()
            .column("id", Kind.BIGINT)
            .column("amount", ColumnType.numeric(12, 2))
            .column("day", Kind.DATE)
            .column("note", Kind.TEXT);

    Decoded decoded = Decoded.text(feed, "note,day,amount,id\nhello,2024-02-29,12.5,7\n");

    assertThat(decoded.rows())
        .containsExactly(
            List.of(
                7L,
                new BigDecimal("12.50"),
                (int) LocalDate.of(2024, 2, 29).toEpochDay(),
                "hello"));
    assertThat(decoded.origins).containsExactly(new Origin(1, 0, 19, 0, 2));
  }

  @Test
  void tellsNullFromEmptyTextByItsQuotes() {
    Feeds feed =
        Feeds.aFeed()
            .column("a", Kind.TEXT)
            .column("b", Kind.TEXT)
            .decode(new Feed.Decode(null, null, java.time.ZoneId.of("UTC"), false, false, false));

    Decoded decoded = Decoded.text(feed, "a,b\n,\"\"\n");

    assertThat(decoded.rows()).containsExactly(Arrays.asList(null, ""));
  }

  @Test
  void rejectsLineWithTooFewColumnsAndSaysHowMany() {
    Feeds feed = Feeds.aFeed().column("a", Kind.TEXT).column("b", Kind.TEXT);

    Decoded decoded = Decoded.text(feed, "a,b\n1,2\n3\n4,5,6\n7,8\n");

    assertThat(decoded.records).hasSize(2);
    assertThat(decoded.count).isEqualTo(4);
    assertThat(decoded.rejects)
        .extracting("found", "expected")
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("1 columns", "2 columns"),
            org.assertj.core.groups.Tuple.tuple("3 columns", "2 columns"));
  }

  @Test
  void readsPipesWithoutQuotes() {
    Feeds feed =
        Feeds.aFeed()
            .column("a", Kind.TEXT)
            .column("b", Kind.INTEGER)
            .dialect(new Feed.Dialect('|', null, null, false, List.of(), null, List.of()));

    Decoded decoded = Decoded.text(feed, "say \"x\"|1\n|2");

    assertThat(decoded.rows()).containsExactly(List.of("say \"x\"", 1), Arrays.asList(null, 2));
  }

  @Test
  void keepsLineBreaksWithinQuotesOfMultilineFiles() {
    Feeds feed = Feeds.aFeed().column("a", Kind.TEXT).column("b", Kind.INTEGER).multiline();

    Decoded decoded = Decoded.text(feed, "a,b\n\"x\n\"\"y\"\"\",1\r\nz,2\n");

    assertThat(decoded.rows()).containsExactly(List.of("x\n\"y\"", 1), List.of("z", 2));
    assertThat(decoded.origins).extracting(Origin::line).containsExactly(2L, 4L);
  }
}
