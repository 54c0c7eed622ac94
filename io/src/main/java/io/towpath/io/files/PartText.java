package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Opens a part as UTF-8 text, decompressed and transcoded. A byte order mark overrules the declared
 * encoding; that of UTF-8 stays in the text, so that positions are offsets in the file.
 */
final class PartText {
  private PartText() {}

  /** The text of a whole part. */
  static InputStream open(RawStore store, Layout layout, Manifest.Part part) throws IOException {
    InputStream plain = bytes(store, layout, part);
    try {
      return utf8(plain, Charset.forName(layout.encoding()));
    } catch (IOException | RuntimeException e) {
      plain.close();
      throw e;
    }
  }

  /** The bytes of a whole part, decompressed, in whatever encoding. */
  static InputStream bytes(RawStore store, Layout layout, Manifest.Part part) throws IOException {
    InputStream stored = store.open(part, 0, part.bytes());
    try {
      return Codec.of(layout, part.source()).decompress(stored, part.bytes());
    } catch (IOException | RuntimeException e) {
      stored.close();
      throw e;
    }
  }

  /** Text in UTF-8, of whatever encoding is declared or marked. */
  static InputStream utf8(InputStream plain, Charset declared) throws IOException {
    PushbackInputStream in = new PushbackInputStream(plain, ByteOrderMark.LONGEST);
    byte[] start = in.readNBytes(ByteOrderMark.LONGEST);
    Charset marked = ByteOrderMark.charset(start);
    Charset charset = marked == null ? declared : marked;
    if (charset.equals(StandardCharsets.UTF_8)) {
      in.unread(start);
      return in;
    }
    int mark = marked == null ? 0 : ByteOrderMark.length(marked);
    in.unread(Arrays.copyOfRange(start, mark, start.length));
    return new TranscodedStream(in, charset);
  }
}
