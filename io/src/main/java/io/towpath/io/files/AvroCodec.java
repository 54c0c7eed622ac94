package io.towpath.io.files;

import com.github.luben.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;
import org.xerial.snappy.Snappy;

/**
 * Unpacks the blocks of Avro files (Avro 1.11 specification, "Required Codecs" and "Optional
 * Codecs"), up to a size. Avro's own classes have no such limit.
 */
enum AvroCodec {
  NULL("null"),
  DEFLATE("deflate"),
  SNAPPY("snappy"),
  BZIP2("bzip2"),
  XZ("xz"),
  ZSTANDARD("zstandard");

  private static final int CHECKSUM = 4;
  private static final int XZ_MEMORY_KIB = 1 << 16;

  private final String label;

  AvroCodec(String label) {
    this.label = label;
  }

  /** The codec that a file names, null if it is none of these. */
  static @Nullable AvroCodec of(String name) {
    for (AvroCodec codec : values()) {
      if (codec.label.equals(name)) {
        return codec;
      }
    }
    return null;
  }

  /** The records of a block; fails if they are damaged or longer than allowed. */
  byte[] unpack(byte[] block, int most) throws IOException {
    if (this == NULL) {
      return block;
    }
    if (this == SNAPPY) {
      return snappy(block, most);
    }
    try (InputStream in = open(new ByteArrayInputStream(block))) {
      byte[] records = in.readNBytes(most + 1);
      if (records.length > most) {
        throw tooLong(most);
      }
      return records;
    }
  }

  private InputStream open(InputStream in) throws IOException {
    return switch (this) {
      case DEFLATE -> new InflaterInputStream(in, new Inflater(true));
      case BZIP2 -> new BZip2CompressorInputStream(in);
      case XZ -> new XZInputStream(in, XZ_MEMORY_KIB);
      case ZSTANDARD -> new ZstdInputStream(in);
      case NULL, SNAPPY -> throw new IllegalStateException("no stream");
    };
  }

  private static byte[] snappy(byte[] block, int most) throws IOException {
    int length = block.length - CHECKSUM;
    if (length < 0) {
      throw new IOException("a snappy block of " + block.length + " bytes");
    }
    if (Snappy.uncompressedLength(block, 0, length) > most) {
      throw tooLong(most);
    }
    byte[] records = Snappy.uncompress(Arrays.copyOf(block, length));
    CRC32 crc = new CRC32();
    crc.update(records);
    if ((int) crc.getValue() != ByteBuffer.wrap(block, length, CHECKSUM).getInt()) {
      throw new IOException("a snappy block with a wrong checksum");
    }
    return records;
  }

  private static IOException tooLong(int most) {
    return new IOException("a block of more than " + most + " bytes");
  }
}
