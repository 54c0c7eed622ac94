package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/**
 * Writes Avro files by Avro's own writer, and finds their blocks, so that tests can damage them.
 */
final class AvroFiles {
  static final Schema NUMBERED =
      SchemaBuilder.record("numbered")
          .fields()
          .requiredLong("id")
          .requiredString("text")
          .endRecord();

  private static final int SYNC = 16;
  private static final int SYNC_INTERVAL = 500;

  private AvroFiles() {}

  /** A block: where it starts and ends in the file, and its records. */
  record Block(int start, int end, long first, long count) {}

  static byte[] numbered(String codec, int records) throws IOException {
    List<GenericRecord> all = new ArrayList<>();
    for (int i = 0; i < records; i++) {
      all.add(record(i, "text of record " + i));
    }
    return write(NUMBERED, codec, all);
  }

  static byte[] oneRecord(String codec, String text) throws IOException {
    return write(NUMBERED, codec, List.of(record(1, text)));
  }

  private static GenericRecord record(long id, String text) {
    GenericData.Record record = new GenericData.Record(NUMBERED);
    record.put("id", id);
    record.put("text", text);
    return record;
  }

  static byte[] write(Schema schema, String codec, List<GenericRecord> records) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.fromString(codec)).setSyncInterval(SYNC_INTERVAL);
      writer.create(schema, bytes);
      for (GenericRecord each : records) {
        writer.append(each);
      }
    }
    return bytes.toByteArray();
  }

  /** Blocks of a whole file, found by its sync markers. */
  static List<Block> blocks(byte[] file) throws IOException {
    byte[] sync = Arrays.copyOfRange(file, file.length - SYNC, file.length);
    List<Block> blocks = new ArrayList<>();
    long first = 0;
    int start = indexOf(file, sync, 0) + SYNC;
    while (start < file.length) {
      int end = indexOf(file, sync, start) + SYNC;
      long count = varint(file, start);
      blocks.add(new Block(start, end, first, count));
      first += count;
      start = end;
    }
    return blocks;
  }

  /** The file with another length declared for a block. */
  static byte[] withSize(byte[] file, Block block, long size) throws IOException {
    ByteArrayOutputStream changed = new ByteArrayOutputStream();
    AvroVarints varints = varints(file, block.start());
    varints.next();
    int sizeAt = varints.offset();
    varints.next();
    changed.write(file, 0, block.start() + sizeAt);
    long zigzag = size << 1;
    for (; zigzag > 0x7F; zigzag >>>= 7) {
      changed.write((int) (zigzag & 0x7F) | 0x80);
    }
    changed.write((int) zigzag);
    int rest = block.start() + varints.offset();
    changed.write(file, rest, file.length - rest);
    return changed.toByteArray();
  }

  private static long varint(byte[] file, int at) throws IOException {
    return varints(file, at).next();
  }

  private static AvroVarints varints(byte[] file, int at) {
    return new AvroVarints(new ByteWindow(new ByteArrayInputStream(file, at, file.length - at)), 0);
  }

  static int indexOf(byte[] bytes, byte[] wanted, int from) {
    for (int at = from; at + wanted.length <= bytes.length; at++) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
    }
    throw new AssertionError("no " + new String(wanted, UTF_8));
  }
}
