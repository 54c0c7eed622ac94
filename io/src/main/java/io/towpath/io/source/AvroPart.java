package io.towpath.io.source;

import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import io.towpath.io.raw.RawWriter;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.IndexedRecord;

/**
 * Writes records of a source that gives no files as one part of the raw zone: an Avro file with
 * blocks of about 256 KiB, packed by Zstandard, that can be read from several places on.
 *
 * <p><b>Bounded</b>: a block is held, and what the raw zone's writer holds. <b>Guarantee</b>: the
 * part is there whole and counted after {@link #commit}, or not at all. Two attempts at one place
 * write two files; what is described first counts, the sweep takes the other. <b>Parallelism</b>:
 * one thread. <b>Failures</b>: as {@link RawStore} has them.
 */
public final class AvroPart implements Closeable {
  private static final int BLOCK = 1 << 18;
  private static final long SPLIT = 64L << 20;
  private static final int LEVEL = 1;

  private final PartPlace place;
  private final String path;
  private final RawWriter raw;
  private final DataFileWriter<IndexedRecord> avro;
  private final long target;
  private final Counted counted;
  private final List<Manifest.Split> splits = new ArrayList<>();
  private long records;
  private long from;
  private long firstRecord = 1;

  private AvroPart(PartPlace place, String name, Schema schema, long target) {
    this.place = place;
    this.target = target;
    // No two attempts need give the same bytes: a database may return rows in any order.
    path = place.path(name + "-" + UUID.randomUUID() + ".avro");
    raw = place.store().write(path);
    counted = new Counted(raw);
    avro = new DataFileWriter<>(new GenericDatumWriter<>(schema));
    try {
      avro.setCodec(CodecFactory.zstandardCodec(LEVEL)).setSyncInterval(BLOCK);
      avro.create(schema, counted);
    } catch (IOException e) {
      throw unexpected(e);
    }
  }

  /** Begins a part; what can be kept of the name ends its path. */
  public static AvroPart begin(PartPlace place, String name, Schema schema) {
    return new AvroPart(place, name, schema, SPLIT);
  }

  /** Begins one whose splits have about so many bytes. */
  static AvroPart begin(PartPlace place, String name, Schema schema, long split) {
    return new AvroPart(place, name, schema, split);
  }

  /** Appends a record of the part's schema. */
  public void append(IndexedRecord datum) {
    try {
      avro.append(datum);
      appended();
    } catch (IOException e) {
      throw unexpected(e);
    }
  }

  /** Appends a record that was encoded by the part's schema. */
  public void appendEncoded(ByteBuffer datum) {
    try {
      avro.appendEncoded(datum);
      appended();
    } catch (IOException e) {
      throw unexpected(e);
    }
  }

  private void appended() throws IOException {
    records++;
    // What is in Avro's buffers comes later, so that a split is longer by a block.
    if (counted.bytes - from >= target) {
      split(avro.sync());
    }
  }

  private void split(long end) {
    splits.add(new Manifest.Split(splits.size(), from, end, firstRecord));
    from = end;
    firstRecord = records + 1;
  }

  /** How many records were appended. */
  public long records() {
    return records;
  }

  /**
   * Makes the part durable and describes it at its place.
   *
   * @param source where the records come from, as a URI without secrets
   * @param modified when the source changed them last, or when they were read
   */
  public Manifest.Part commit(String source, Instant modified) {
    try {
      avro.close();
    } catch (IOException e) {
      throw unexpected(e);
    }
    RawStore.Stored stored = raw.commit();
    if (from < stored.bytes()) {
      split(stored.bytes());
    }
    Manifest.Part landed =
        new Manifest.Part(
            place.part(),
            path,
            source,
            stored.bytes(),
            stored.crc32c(),
            stored.version(),
            "",
            modified,
            List.copyOf(splits),
            records);
    place.describe(landed);
    return landed;
  }

  /** Drops what was not committed. */
  @Override
  public void close() {
    raw.close();
  }

  private static IllegalStateException unexpected(IOException cause) {
    return new IllegalStateException("a raw zone's writer fails in its own way", cause);
  }

  /** Hands bytes on and counts them. */
  private static final class Counted extends OutputStream {
    private final RawWriter raw;
    private long bytes;

    Counted(RawWriter raw) {
      this.raw = raw;
    }

    @Override
    public void write(int value) {
      write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] buffer, int offset, int length) {
      raw.write(buffer, offset, length);
      bytes += length;
    }
  }
}
