package io.towpath.transforms.decode;

import static io.towpath.testing.ContractBuilder.aContract;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.Layout;
import io.towpath.contract.ColumnType;
import io.towpath.contract.Field;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;

/** Builds feeds for tests, column by column. */
final class Feeds {
  private final List<Field> fields = new ArrayList<>();
  private final List<String> extras = new ArrayList<>();
  private Feed.Format format = Feed.Format.CSV;
  private Feed.Dialect dialect = new Feed.Dialect(',', '"', null, true, List.of(), null, List.of());
  private Feed.Decode decode = new Feed.Decode(null, null, ZoneId.of("UTC"), true, false, false);
  private boolean multiline;

  static Feeds aFeed() {
    return new Feeds();
  }

  Feeds column(String name, ColumnType type) {
    fields.add(
        new Field(
            name, "", type, false, Field.Constraints.none(), null, null, null, fields.size() + 1));
    return this;
  }

  Feeds column(String name, ColumnType.Kind kind) {
    return column(name, ColumnType.of(kind));
  }

  Feeds extra(String name) {
    extras.add(name);
    return this;
  }

  Feeds format(Feed.Format value) {
    format = value;
    return this;
  }

  Feeds dialect(Feed.Dialect value) {
    dialect = value;
    return this;
  }

  Feeds decode(Feed.Decode value) {
    decode = value;
    return this;
  }

  Feeds multiline() {
    multiline = true;
    return this;
  }

  Feed build() {
    return new Feed(
        "t",
        "feeds/t.yaml",
        aContract().fields(fields).build(),
        new FilesDeclaration(
            List.of("t"),
            new Layout(format, dialect, "UTF-8", multiline, Feed.Compression.NONE, null, null),
            Duration.ZERO),
        decode,
        List.of(),
        new Feed.Load(Feed.Mode.APPEND, null, Long.MAX_VALUE),
        Feed.Schedule.NONE,
        List.of());
  }

  /** A schema of the right names; decoders take the types from the contract. */
  Schema schema() {
    SchemaBuilder.FieldAssembler<Schema> builder = SchemaBuilder.record("t").fields();
    for (Field field : fields) {
      builder = builder.optionalString(field.name());
    }
    for (String extra : extras) {
      builder = builder.optionalString(extra);
    }
    return builder.endRecord();
  }
}
