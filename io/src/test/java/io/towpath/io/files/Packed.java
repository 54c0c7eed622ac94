package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** Compresses texts, each to a member of its own, one after another. */
final class Packed {
  private Packed() {}

  static byte[] gzip(String... members) throws IOException {
    return all(GZIPOutputStream::new, members);
  }

  static byte[] zstd(String... members) throws IOException {
    return all(out -> new ZstdOutputStream(out).setChecksum(true), members);
  }

  static byte[] bzip2(String... members) throws IOException {
    return all(BZip2CompressorOutputStream::new, members);
  }

  static byte[] by(Codec codec, String... members) throws IOException {
    return switch (codec) {
      case NONE -> String.join("", members).getBytes(UTF_8);
      case GZIP -> gzip(members);
      case ZSTD -> zstd(members);
      case BZIP2 -> bzip2(members);
      case ZIP -> zip(String.join("", members));
    };
  }

  private static byte[] zip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.putNextEntry(new ZipEntry("file"));
      zip.write(text.getBytes(UTF_8));
    }
    return bytes.toByteArray();
  }

  private static byte[] all(Compressor compressor, String... members) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (String member : members) {
      try (OutputStream out = compressor.open(bytes)) {
        out.write(member.getBytes(UTF_8));
      }
    }
    return bytes.toByteArray();
  }

  private interface Compressor {
    OutputStream open(OutputStream out) throws IOException;
  }
}
