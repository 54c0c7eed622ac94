package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.Chunk;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.TowpathException;
import io.towpath.core.Violation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.InputFile;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.schema.MessageType;
import org.jspecify.annotations.Nullable;

/**
 * Reads a Parquet file row group by row group and hands its rows on as Avro; positions are
 * ordinals. A damaged page costs the rows of its row group from there on, a damaged footer the
 * file.
 */
final class ParquetFraming implements Framing {
  private static final byte[] NOTHING = new byte[0];

  /** Rejects of one chunk, which an engine holds in memory. */
  private static final long MOST_REJECTS = 10_000;

  private final InputFile file;
  private final SplitId split;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
  private @Nullable Opened opened;
  private @Nullable RecordReader<Group> rows;
  private int nextGroup;
  private long left;
  private long damaged;
  private long ordinal;
  private boolean done;

  ParquetFraming(InputFile file, SplitId split) {
    this.file = file;
    this.split = split;
  }

  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  private record Opened(
      ParquetFileReader reader,
      ParquetRecords records,
      GenericDatumWriter<GenericRecord> writer,
      byte[] head) {}

  @Override
  public @Nullable Chunk next() throws IOException {
    if (done) {
      return null;
    }
    Opened known = opened;
    if (known == null) {
      known = open();
      opened = known;
      if (known == null) {
        done = true;
        boolean empty = file.getLength() == 0;
        return damaged(empty ? 0 : 1, empty ? "an empty file" : "a footer that cannot be read");
      }
    }
    long from = ordinal;
    while (damaged == 0 && bytes.size() < CHUNK && (left > 0 || openGroup(known))) {
      row(known);
    }
    if (ordinal == from && damaged > 0) {
      return damagedRows();
    }
    done = ordinal == from;
    Chunk next = new Chunk(split, from, ordinal, 0, done, known.head(), bytes.toByteArray());
    bytes.reset();
    return next;
  }

  private @Nullable Opened open() {
    try {
      ParquetFileReader reader =
          ParquetFileReader.open(
              file,
              ParquetReadOptions.builder(new PlainParquetConfiguration())
                  .usePageChecksumVerification(true)
                  .build());
      ParquetRecords records = ParquetRecords.of(reader.getFileMetaData().getSchema());
      return new Opened(
          reader,
          records,
          new GenericDatumWriter<>(records.schema()),
          records.schema().toString().getBytes(UTF_8));
    } catch (TowpathException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private boolean openGroup(Opened known) {
    if (nextGroup == known.reader().getRowGroups().size()) {
      return false;
    }
    int group = nextGroup++;
    left = Math.max(0, known.reader().getRowGroups().get(group).getRowCount());
    if (left == 0) {
      return openGroup(known);
    }
    try {
      PageReadStore pages = known.reader().readRowGroup(group);
      MessageType type = known.reader().getFileMetaData().getSchema();
      rows =
          new ColumnIOFactory()
              .getColumnIO(type)
              .getRecordReader(pages, new GroupRecordConverter(type));
    } catch (TowpathException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      rows = null;
    }
    return true;
  }

  private void row(Opened known) {
    int size = bytes.size();
    try {
      if (rows == null) {
        throw new IOException("a row group that cannot be read");
      }
      known.writer().write(known.records().convert(rows.read()), encoder);
      encoder.flush();
      left--;
      ordinal++;
    } catch (TowpathException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      keep(size);
      damaged = left;
      left = 0;
    }
  }

  /** Drops what a row that broke had written. */
  private void keep(int size) {
    if (bytes.size() > size) {
      byte[] whole = bytes.toByteArray();
      bytes.reset();
      bytes.write(whole, 0, size);
    }
  }

  private Chunk damagedRows() {
    long count = Math.min(damaged, MOST_REJECTS);
    damaged -= count;
    return damaged(count, "a row group with damaged pages");
  }

  private Chunk damaged(long count, String found) {
    long from = ordinal;
    ordinal += count;
    Violation damage =
        new Violation(Reason.SYNTAX, null, found, "a Parquet file, with whole pages");
    return new Chunk(split, from, ordinal, 0, done, null, NOTHING, damage);
  }

  @Override
  public void close() throws IOException {
    if (opened != null) {
      opened.reader().close();
    }
  }
}
