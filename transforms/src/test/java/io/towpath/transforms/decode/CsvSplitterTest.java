package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import io.towpath.config.Feed;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

final class CsvSplitterTest {
  private static final Feed.Dialect RFC_4180 =
      new Feed.Dialect(',', '"', null, true, List.of(), null, List.of());

  /** Any table that FastCSV writes is split as FastCSV reads it. */
  @Property(tries = 2000)
  void splitsWellFormedTextAsFastCsvDoes(
      @ForAll("tables") List<List<String>> table,
      @ForAll LineDelimiter lineEnd,
      @ForAll boolean quoteAlways) {
    boolean lineFeeds = lineEnd == LineDelimiter.LF || lineEnd == LineDelimiter.PLATFORM;
    // FastCSV 3.7 takes a CR in quotes and the LF that ends the record for one CRLF.
    Assume.that(!(lineFeeds && table.toString().contains("\r")));
    StringWriter text = new StringWriter();
    CsvWriter writer =
        CsvWriter.builder()
            .lineDelimiter(lineEnd)
            .quoteStrategy(quoteAlways ? QuoteStrategies.ALWAYS : QuoteStrategies.EMPTY)
            .build(text);
    table.forEach(writer::writeRecord);
    List<List<String>> expected = new ArrayList<>();
    for (CsvRecord record :
        CsvReader.builder().skipEmptyLines(false).ofCsvRecord(text.toString())) {
      expected.add(record.getFields());
    }

    assertThat(split(text.toString(), true)).isEqualTo(expected);
  }

  @Provide
  Arbitrary<List<List<String>>> tables() {
    return Arbitraries.strings()
        .withChars("ab,\"\n\r \u00e9\u20ac'")
        .ofMaxLength(6)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .filter(row -> row.size() > 1 || !row.get(0).isEmpty()) // FastCSV skips it
        .list()
        .ofMaxSize(5);
  }

  /** Whatever the bytes, every one of them belongs to exactly one record or line end. */
  @Property(tries = 2000)
  void neverLosesItsPlace(@ForAll("noise") String noise, @ForAll boolean multiline) {
    byte[] bytes = noise.getBytes(UTF_8);
    CsvSplitter splitter = new CsvSplitter(RFC_4180, multiline);
    long breaks = 0;
    int at = 0;
    while (at < bytes.length) {
      splitter.split(bytes, at, bytes.length);
      assertThat(splitter.next()).isGreaterThan(at);
      breaks += splitter.lineBreaks();
      at = splitter.next();
    }

    assertThat(at).isEqualTo(bytes.length);
    assertThat(breaks).isEqualTo(noise.chars().filter(c -> c == '\n').count());
  }

  @Provide
  Arbitrary<String> noise() {
    return Arbitraries.strings().withChars("a,\"\n\r").ofMaxLength(40);
  }

  @Test
  void seesNoRecordInABlankLineButOneInAnEmptyQuotedField() {
    assertThat(split("\n\r\n\"\"\n", false)).containsExactly(List.of(""));
  }

  private static List<List<String>> split(String text, boolean multiline) {
    byte[] bytes = text.getBytes(UTF_8);
    CsvSplitter splitter = new CsvSplitter(RFC_4180, multiline);
    List<List<String>> records = new ArrayList<>();
    for (int at = 0; at < bytes.length; at = splitter.next()) {
      splitter.split(bytes, at, bytes.length);
      assertThat(splitter.misquoted()).isFalse();
      if (!splitter.isBlank()) {
        records.add(fields(splitter, bytes));
      }
    }
    return records;
  }

  private static List<String> fields(CsvSplitter splitter, byte[] bytes) {
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < splitter.count(); i++) {
      int length = splitter.end(i) - splitter.start(i);
      byte[] field = java.util.Arrays.copyOfRange(bytes, splitter.start(i), splitter.end(i));
      if (splitter.form(i) == CsvSplitter.ESCAPED) {
        length = splitter.unescape(bytes, i, field);
      }
      fields.add(new String(field, 0, length, UTF_8));
    }
    return fields;
  }
}
