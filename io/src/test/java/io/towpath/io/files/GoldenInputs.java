package io.towpath.io.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.NanoTime;
import org.apache.parquet.example.data.simple.SimpleGroupFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;
import org.jspecify.annotations.Nullable;

/**
 * Writes the inputs of golden folders that no text editor can: {@code java … GoldenInputs
 * pipelines/src/test/resources/golden}. They are checked in, so that what was readable once stays
 * readable.
 */
final class GoldenInputs {
  private static final String HEADER = "order_id,customer,amount,ordered_on,changed_at\n";

  private static final @Nullable String[] CUSTOMERS = {"Ada's shop", "Gr\u00e4ce", null};
  private static final int DAY = (int) LocalDate.of(2026, 1, 5).toEpochDay();
  private static final long MICROS_PER_DAY = 86_400_000_000L;
  private static final long MORNING = DAY * MICROS_PER_DAY + 9 * 3_600_000_000L;
  private static final int JULIAN = 2_440_588;

  private final Path golden;

  private GoldenInputs(Path golden) {
    this.golden = golden;
  }

  public static void main(String[] args) throws IOException {
    GoldenInputs inputs = new GoldenInputs(Path.of(args[0]));
    inputs.zstd();
    inputs.bzip2();
    inputs.encodings();
    inputs.avro();
    inputs.parquet();
  }

  /** Two frames, as appending tools leave them. */
  private void zstd() throws IOException {
    String orders =
        """
        1|'Ada\\'s shop'|12.50|2026-01-05|2026-01-05T09:00:00Z
        2|Grace|NA|2026-01-06|2026-01-06T09:00:00Z
        3|'a|b'|1.00|2026-01-07|2026-01-07T09:00:00Z
        4|Tony|1.00|2026-01-08
        """;
    write("csv_zstd/input/1/orders.csv.zst", Packed.zstd(halves(orders)));
  }

  /** Two streams, as parallel bzip2 tools write them, under a name that tells nothing. */
  private void bzip2() throws IOException {
    String orders =
        """
        1,Ada's shop,12.50,2026-01-05,2026-01-05T09:00:00Z
        2,Grace,,2026-01-06,2026-01-06T09:00:00Z
        3,Tony,"1,00",2026-01-07,2026-01-07T09:00:00Z
        1,Ada,12.00,2026-01-05,2026-01-05T08:00:00Z
        """;
    write("csv_bzip2/input/1/orders-1", Packed.bzip2(halves(HEADER + orders)));
  }

  private static String[] halves(String text) {
    int middle = text.length() / 2;
    return new String[] {text.substring(0, middle), text.substring(middle)};
  }

  /** Windows-1252 with a byte that stands for nothing there, then UTF-16 with its mark. */
  private void encodings() throws IOException {
    String orders =
        """
        1,Ren\u00e9 \u20ac,12.50,2026-01-05,2026-01-05T09:00:00Z
        2,?,1.00,2026-01-06,2026-01-06T09:00:00Z
        3,Zo\u00eb,,2026-01-07,2026-01-07T09:00:00Z
        """;
    byte[] windows = (HEADER + orders).getBytes(Charset.forName("windows-1252"));
    for (int at = 0; at < windows.length; at++) {
      windows[at] = windows[at] == '?' ? (byte) 0x81 : windows[at];
    }
    write("encodings/input/1/orders.csv", windows);
    write(
        "encodings/input/2/corrections.csv",
        ("\ufeff" + HEADER + "2,\u8d75 \ud83d\ude00,1.00,2026-01-06,2026-01-06T09:00:00Z\n")
            .getBytes(StandardCharsets.UTF_16LE));
  }

  /** Logical types, and a field that the contract does not know. */
  private void avro() throws IOException {
    Schema schema =
        SchemaBuilder.record("order")
            .fields()
            .requiredLong("order_id")
            .optionalString("customer")
            .name("amount")
            .type()
            .optional()
            .type(LogicalTypes.decimal(12, 2).addToSchema(Schema.create(Schema.Type.BYTES)))
            .name("ordered_on")
            .type(LogicalTypes.date().addToSchema(Schema.create(Schema.Type.INT)))
            .noDefault()
            .name("changed_at")
            .type(LogicalTypes.timestampMicros().addToSchema(Schema.create(Schema.Type.LONG)))
            .noDefault()
            .requiredBoolean("extra")
            .endRecord();
    List<GenericRecord> orders = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS.length; i++) {
      GenericData.Record order = new GenericData.Record(schema);
      order.put("order_id", i + 1L);
      order.put("customer", CUSTOMERS[i]);
      order.put("amount", i == 1 ? null : ByteBuffer.wrap(new byte[] {4, (byte) 0xE2}));
      order.put("ordered_on", DAY + i);
      order.put("changed_at", MORNING + i * MICROS_PER_DAY);
      order.put("extra", true);
      orders.add(order);
    }
    write("avro/input/1/orders.avro", AvroFiles.write(schema, "snappy", orders));
  }

  /** The same as Spark writes it: decimals in longs, instants in INT96. */
  private void parquet() throws IOException {
    MessageType type =
        MessageTypeParser.parseMessageType(
            """
            message spark_schema {
              required int64 order_id;
              optional binary customer (STRING);
              optional int64 amount (DECIMAL(12,2));
              required int32 ordered_on (DATE);
              required int96 changed_at;
              required boolean extra;
            }
            """);
    List<Group> orders = new ArrayList<>();
    for (int i = 0; i < CUSTOMERS.length; i++) {
      Group order = new SimpleGroupFactory(type).newGroup().append("order_id", i + 1L);
      if (CUSTOMERS[i] != null) {
        order.append("customer", CUSTOMERS[i]);
      }
      if (i != 1) {
        order.append("amount", 1250L);
      }
      order.append("ordered_on", DAY + i);
      order.append("changed_at", new NanoTime(JULIAN + DAY + i, 9 * 3_600_000_000_000L));
      orders.add(order.append("extra", true));
    }
    Path file = golden.resolve("parquet/input/1/orders.parquet");
    Files.deleteIfExists(file);
    ParquetFiles.write(file, type, CompressionCodecName.ZSTD, orders);
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = golden.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
