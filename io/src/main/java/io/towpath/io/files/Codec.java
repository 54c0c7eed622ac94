package io.towpath.io.files;

import com.github.luben.zstd.ZstdInputStream;
import io.towpath.config.Layout;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;

/**
 * Compressions that whole files come in. Concatenated members and frames are read as one stream,
 * checksums are verified, and an end before the real one is an error.
 */
enum Codec {
  NONE("plain text", ""),
  GZIP("gzip", ".gz .gzip"),
  ZSTD("zstd", ".zst .zstd"),
  BZIP2("bzip2", ".bz2"),
  /** An archive: its files follow each other. */
  ZIP("zip", ".zip");

  private final String label;
  private final String endings;

  Codec(String label, String endings) {
    this.label = label;
    this.endings = endings;
  }

  /** The compression of a file: as the feed says, else by the ending of its name. */
  static Codec of(Layout layout, String source) {
    if (layout.isBinary()) {
      return NONE;
    }
    return switch (layout.compression()) {
      case AUTO -> byEnding(source.toLowerCase(Locale.ROOT));
      case NONE -> NONE;
      case GZIP -> GZIP;
      case ZSTD -> ZSTD;
      case BZIP2 -> BZIP2;
      case ZIP -> ZIP;
    };
  }

  private static Codec byEnding(String source) {
    for (Codec codec : values()) {
      for (String ending : codec.endings.split(" ")) {
        if (!ending.isEmpty() && source.endsWith(ending)) {
          return codec;
        }
      }
    }
    return NONE;
  }

  /** Decompresses a stream of so many stored bytes; an empty one stays empty. */
  InputStream decompress(InputStream in, long stored) throws IOException {
    return this == NONE || stored == 0 ? in : new LimitedExpansion(decoder(in), stored, label);
  }

  private InputStream decoder(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      // Not java.util.zip's: that takes a broken next member for the end of the file.
      case GZIP -> new GzipCompressorInputStream(in, true);
      case ZSTD -> new ZstdInputStream(in);
      case BZIP2 -> new BZip2CompressorInputStream(in, true);
      case ZIP -> new ZipEntries(in);
    };
  }

  @Override
  public String toString() {
    return label;
  }
}
