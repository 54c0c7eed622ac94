package io.towpath.transforms.decode;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Reads Avro that may be damaged: a length or count that the bytes at hand cannot hold is an error
 * before memory is taken for it.
 */
final class CarefulDecoder extends Decoder {
  private final Decoder in;
  private final int most;

  CarefulDecoder(Decoder in, int most) {
    this.in = in;
    this.most = most;
  }

  private int length() throws IOException {
    return (int) checked(in.readLong());
  }

  private long checked(long count) {
    if (count < 0 || count > most) {
      throw new AvroRuntimeException("a length or count of " + count + " in " + most + " bytes");
    }
    return count;
  }

  private byte[] content() throws IOException {
    byte[] bytes = new byte[length()];
    in.readFixed(bytes);
    return bytes;
  }

  @Override
  public Utf8 readString(Utf8 old) throws IOException {
    return new Utf8(content());
  }

  @Override
  public String readString() throws IOException {
    return new String(content(), StandardCharsets.UTF_8);
  }

  @Override
  public void skipString() throws IOException {
    skipBytes();
  }

  @Override
  public ByteBuffer readBytes(ByteBuffer old) throws IOException {
    return ByteBuffer.wrap(content());
  }

  @Override
  public void skipBytes() throws IOException {
    in.skipFixed(length());
  }

  @Override
  public long readArrayStart() throws IOException {
    return checked(in.readArrayStart());
  }

  @Override
  public long arrayNext() throws IOException {
    return checked(in.arrayNext());
  }

  @Override
  public long readMapStart() throws IOException {
    return checked(in.readMapStart());
  }

  @Override
  public long mapNext() throws IOException {
    return checked(in.mapNext());
  }

  @Override
  public long skipArray() throws IOException {
    return in.skipArray();
  }

  @Override
  public long skipMap() throws IOException {
    return in.skipMap();
  }

  @Override
  public void readNull() throws IOException {
    in.readNull();
  }

  @Override
  public boolean readBoolean() throws IOException {
    return in.readBoolean();
  }

  @Override
  public int readInt() throws IOException {
    return in.readInt();
  }

  @Override
  public long readLong() throws IOException {
    return in.readLong();
  }

  @Override
  public float readFloat() throws IOException {
    return in.readFloat();
  }

  @Override
  public double readDouble() throws IOException {
    return in.readDouble();
  }

  @Override
  public void readFixed(byte[] bytes, int start, int count) throws IOException {
    in.readFixed(bytes, start, count);
  }

  @Override
  public void skipFixed(int count) throws IOException {
    in.skipFixed(count);
  }

  @Override
  public int readEnum() throws IOException {
    return in.readEnum();
  }

  @Override
  public int readIndex() throws IOException {
    return in.readIndex();
  }
}
