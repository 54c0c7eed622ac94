package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.Chunk;
import io.towpath.core.Origin;
import io.towpath.core.SplitId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.junit.jupiter.api.Test;

final class AvroDecoderTest {
  private static final String SCHEMA =
      """
      {"type": "record", "name": "r", "fields": [
        {"name": "surplus", "type": "string"},
        {"name": "ID", "type": "int"},
        {"name": "amount", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 12, "scale": 3}]},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
        {"name": "local", "type": {"type": "long", "logicalType": "local-timestamp-micros"}},
        {"name": "ratio", "type": ["float", "string"]},
        {"name": "uid", "type": {"type": "string", "logicalType": "uuid"}},
        {"name": "tags", "type": {"type": "array", "items": ["null", "int"]}},
        {"name": "doc", "type": {"type": "record", "name": "d", "fields": [
          {"name": "s", "type": "string"},
          {"name": "m", "type": {"type": "map", "values": "double"}},
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-micros"}}]}}
      ]}
      """;

  private static Feeds feed() {
    return Feeds.aFeed()
        .format(Feed.Format.AVRO)
        .column("id", Kind.BIGINT)
        .column("amount", ColumnType.numeric(12, 2))
        .column("day", Kind.DATE)
        .column("at", Kind.TIMESTAMPTZ)
        .column("local", Kind.TIMESTAMP)
        .column("ratio", Kind.DOUBLE)
        .column("uid", Kind.UUID)
        .column("tags", new ColumnType(Kind.ARRAY, 0, 0, 0, ColumnType.of(Kind.INTEGER)))
        .column("doc", Kind.JSONB);
  }

  @Test
  void convertsTypedValuesAndMatchesNames() throws IOException {
    Decoded decoded = decode(record(12_500, 0.1f));

    assertThat(decoded.rows())
        .containsExactly(
            List.of(
                7L,
                new BigDecimal("12.50"),
                19_000,
                1_700_000_000_123_000L,
                -1L,
                0.1,
                new UUID(1, 2),
                Arrays.asList(1, null),
                "{\"s\":\"x\\\"\",\"m\":{\"k\":1.5},\"at\":\"1970-01-01T00:00:00.000001Z\"}"));
    assertThat(decoded.origins).containsExactly(new Origin(1, 0, 40, 0, 0));
  }

  @Test
  void rejectsOnlyTheRecordsWhoseValuesDoNotFit() throws IOException {
    Decoded decoded =
        decode(record(12_501, 0.1f), record(1, Float.NaN), record(12_000, "zwölf"), record(10, 1f));

    assertThat(decoded.rejects).extracting("column").containsExactly("amount", "amount", "ratio");
    assertThat(decoded.reasons()).containsOnly("type");
    assertThat(decoded.records).hasSize(1);
    assertThat(decoded.origins).extracting(Origin::position).containsExactly(43L);
  }

  @Test
  void readsTextsByTheFeedsPatterns() throws IOException {
    Schema schema =
        new Schema.Parser()
            .parse(
                "{\"type\":\"record\",\"name\":\"r\",\"fields\":[{\"name\":\"d\",\"type\":\"string\"}]}");
    Feeds feed =
        Feeds.aFeed()
            .format(Feed.Format.PARQUET)
            .column("d", Kind.DATE)
            .decode(
                new Feed.Decode(
                    null, "dd.MM.yyyy", java.time.ZoneId.of("UTC"), true, false, false));
    GenericRecord record = new GenericData.Record(schema);
    record.put("d", "02.01.1970");

    assertThat(decode(feed, schema, record).rows()).containsExactly(List.of(1));
  }

  private static GenericRecord record(long thousandths, Object ratio) {
    Schema schema = new Schema.Parser().parse(SCHEMA);
    GenericRecord record = new GenericData.Record(schema);
    record.put("surplus", "");
    record.put("ID", 7);
    record.put("amount", ByteBuffer.wrap(java.math.BigInteger.valueOf(thousandths).toByteArray()));
    record.put("day", 19_000);
    record.put("at", 1_700_000_000_123L);
    record.put("local", -1L);
    record.put("ratio", ratio);
    record.put("uid", new UUID(1, 2).toString());
    record.put("tags", Arrays.asList(1, null));
    GenericRecord doc = new GenericData.Record(schema.getField("doc").schema());
    doc.put("s", "x\"");
    doc.put("m", java.util.Map.of("k", 1.5));
    doc.put("at", 1L);
    record.put("doc", doc);
    return record;
  }

  private static Decoded decode(GenericRecord... records) throws IOException {
    return decode(feed(), new Schema.Parser().parse(SCHEMA), records);
  }

  private static Decoded decode(Feeds feed, Schema schema, GenericRecord... records)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(bytes, null);
    GenericDatumWriter<GenericRecord> writer = new GenericDatumWriter<>(schema);
    for (GenericRecord record : records) {
      writer.write(record, encoder);
    }
    encoder.flush();
    return Decoded.chunk(
        feed,
        new Chunk(
            new SplitId(1, 0, 0),
            40,
            40 + records.length,
            0,
            true,
            schema.toString().getBytes(UTF_8),
            bytes.toByteArray()));
  }
}
