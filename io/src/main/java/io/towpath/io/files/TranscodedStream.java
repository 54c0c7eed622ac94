package io.towpath.io.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Turns text of any encoding into UTF-8. Bytes that are no text there become the byte 0xFF, which
 * no UTF-8 text has, so that they cost the record they stand in and no other.
 */
final class TranscodedStream extends InputStream {
  static final byte UNDECODABLE = (byte) 0xFF;
  private static final int RAW = 1 << 16;
  private static final int CHARS = 1 << 14;
  private static final int UTF_16_UNIT = 2;

  private final InputStream in;
  private final CharsetDecoder decoder;
  private final int longestError;
  private final CharsetEncoder utf8 =
      StandardCharsets.UTF_8
          .newEncoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT);
  private final ByteBuffer raw = ByteBuffer.allocate(RAW).limit(0);
  private final CharBuffer chars = CharBuffer.allocate(CHARS);
  private final ByteBuffer text = ByteBuffer.allocate(4 * CHARS).limit(0);
  private boolean ended;
  private boolean finished;

  TranscodedStream(InputStream in, Charset charset) {
    this.in = in;
    this.decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    // Java counts the unit after a lone surrogate as a part of the error; it may be a line's end.
    this.longestError = charset.name().startsWith("UTF-16") ? UTF_16_UNIT : Integer.MAX_VALUE;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    while (!text.hasRemaining()) {
      if (finished) {
        return -1;
      }
      transcode();
    }
    int read = Math.min(length, text.remaining());
    text.get(bytes, offset, read);
    return read;
  }

  private void transcode() throws IOException {
    chars.clear();
    text.clear();
    CoderResult result = decoder.decode(raw, chars, ended);
    encode();
    if (result.isError()) {
      raw.position(raw.position() + Math.min(result.length(), longestError));
      text.put(UNDECODABLE);
    } else if (result.isUnderflow() && ended) {
      chars.clear();
      decoder.flush(chars);
      encode();
      finished = true;
    } else if (result.isUnderflow()) {
      fill();
    }
    text.flip();
  }

  private void encode() throws CharacterCodingException {
    CoderResult result = utf8.reset().encode(chars.flip(), text, true);
    if (!result.isUnderflow()) {
      result.throwException();
    }
  }

  private void fill() throws IOException {
    raw.compact();
    int read = in.read(raw.array(), raw.position(), raw.remaining());
    ended = read < 0;
    raw.position(raw.position() + Math.max(0, read)).flip();
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
