package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.core.Chunk;
import io.towpath.core.Decoder;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reason;
import io.towpath.core.Violation;
import io.towpath.transforms.value.Refusal;
import io.towpath.transforms.value.Utf8;
import io.towpath.transforms.value.ValueParser;
import java.util.Arrays;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/**
 * Decodes text of delimited fields or of fields with fixed widths. A file whose header cannot be
 * matched loses its records to rejects, one by one; a file without a column that may be null has
 * nulls there.
 */
final class CsvDecoder implements Decoder {
  private static final Violation MISQUOTED =
      new Violation(
          Reason.QUOTE,
          null,
          "a quote opened or closed within a field",
          "quotes around a whole field, and doubled quotes inside");
  private static final byte[] NO_HEAD = new byte[0];

  private final Columns columns;
  private final LineSplitter splitter;
  private final FieldText text;
  private final Feed.Dialect dialect;
  private byte[] head = NO_HEAD;
  private @Nullable FileColumns matched;

  CsvDecoder(Feed feed, Columns columns) {
    this.columns = columns;
    dialect = feed.layout().dialect();
    splitter =
        dialect.widths().isEmpty()
            ? new CsvSplitter(dialect, feed.layout().multiline())
            : new FixedSplitter(dialect.widths());
    text = new FieldText(dialect, feed.decode(), splitter);
  }

  @Override
  public long decode(Chunk chunk, Outlet outlet) {
    if (chunk.damage() != null) {
      return Damage.reject(chunk, chunk.damage(), outlet);
    }
    if (Limits.isCut(chunk)) {
      return Limits.rejectCut(chunk, outlet);
    }
    FileColumns file = match(chunk.head() == null ? NO_HEAD : chunk.head());
    byte[] bytes = chunk.bytes();
    boolean ascii = Utf8.isPlainAscii(bytes, 0, bytes.length);
    long count = 0;
    long line = chunk.firstLine();
    int at = 0;
    while (at < bytes.length) {
      splitter.split(bytes, at, bytes.length);
      if (!splitter.isBlank()) {
        Origin origin =
            new Origin(chunk.split().batch(), chunk.split().part(), chunk.from() + at, 0, line);
        decode(file, bytes, at, ascii, origin, outlet);
        count++;
      }
      line += chunk.firstLine() == 0 ? 0 : splitter.lineBreaks();
      at = splitter.next();
    }
    return count;
  }

  private void decode(
      FileColumns file, byte[] bytes, int from, boolean ascii, Origin origin, Outlet outlet) {
    Violation violation = judge(file, bytes, from, ascii);
    if (violation != null) {
      outlet.reject(origin, violation);
      return;
    }
    GenericData.Record record = new GenericData.Record(columns.schema());
    int[] targets = file.targets();
    ValueParser[] parsers = columns.parsers();
    for (int field = 0; field < targets.length; field++) {
      int target = targets[field];
      if (target >= 0 && text.read(bytes, field, columns.isText(target))) {
        Object value = parsers[target].parse(text.bytes, text.from, text.to);
        if (value instanceof Refusal refusal) {
          outlet.reject(origin, refused(refusal, target));
          return;
        }
        record.put(target, value);
      }
    }
    outlet.record(record, origin);
  }

  /** What is wrong with the record as a whole, or null. */
  private @Nullable Violation judge(FileColumns file, byte[] bytes, int from, boolean ascii) {
    if (file.fault() != null) {
      return file.fault();
    }
    if (splitter.next() - from >= Limits.MAX_RECORD_BYTES) {
      return Limits.tooLong();
    }
    int invalid = ascii ? -1 : Utf8.firstInvalid(bytes, from, splitter.next());
    if (invalid >= 0) {
      return notText(file, bytes, from, invalid);
    }
    if (splitter.misquoted()) {
      return MISQUOTED;
    }
    if (splitter.count() != file.count()) {
      return new Violation(
          Reason.COLUMNS, null, splitter.count() + " columns", file.count() + " columns");
    }
    return null;
  }

  private Violation notText(FileColumns file, byte[] bytes, int from, int at) {
    String column = null;
    for (int i = 0; i < Math.min(splitter.count(), file.count()); i++) {
      if (at >= splitter.start(i) && at < splitter.end(i) && file.targets()[i] >= 0) {
        column = columns.names().get(file.targets()[i]);
      }
    }
    return NotText.at(bytes, from, at, column);
  }

  private Violation refused(Refusal refusal, int target) {
    return new Violation(
        refusal.reason(),
        columns.names().get(target),
        Excerpt.of(text.bytes, text.from, text.to),
        refusal.expected());
  }

  private FileColumns match(byte[] newHead) {
    FileColumns known = matched;
    if (known == null || !Arrays.equals(head, newHead)) {
      known = matchNew(newHead);
      matched = known;
      head = newHead;
    }
    return known;
  }

  private FileColumns matchNew(byte[] newHead) {
    if (dialect.header()) {
      splitter.split(newHead, 0, newHead.length);
      return FileColumns.match(HeaderNames.of(newHead, splitter), columns.names(), columns.own());
    }
    if (dialect.columns().isEmpty()) {
      return FileColumns.positional(columns.own());
    }
    return FileColumns.match(dialect.columns(), columns.names(), columns.own());
  }
}
