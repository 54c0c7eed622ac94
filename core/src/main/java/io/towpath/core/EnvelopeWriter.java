package io.towpath.core;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Encodes envelopes as Avro does, one after another into a buffer that is used again. */
public final class EnvelopeWriter {
  /** Four numbers of at most ten bytes each, and the payload's length. */
  private static final int NUMBERS = 50;

  private byte[] request = new byte[0];
  private int page;
  private long fetchedAt;
  private byte[] buffer = new byte[4096];
  private int size;

  /** Begins a page. */
  public void page(String newRequest, int newPage, Instant fetched) {
    request = newRequest.getBytes(UTF_8);
    page = newPage;
    fetchedAt = fetched.toEpochMilli();
  }

  /** An item of the page: valid until the next one. */
  public ByteBuffer item(ByteSlice payload, int position) {
    int most = payload.length() + request.length + NUMBERS;
    if (buffer.length < most) {
      buffer = Arrays.copyOf(buffer, Math.max(most, 2 * buffer.length));
    }
    size = 0;
    number(payload.length());
    size = payload.copyTo(buffer, size);
    number(request.length);
    System.arraycopy(request, 0, buffer, size, request.length);
    size += request.length;
    number(page);
    number(position);
    number(fetchedAt);
    return ByteBuffer.wrap(buffer, 0, size);
  }

  private void number(long value) {
    long rest = (value << 1) ^ (value >> 63);
    while ((rest & ~0x7FL) != 0) {
      buffer[size++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    buffer[size++] = (byte) rest;
  }
}
