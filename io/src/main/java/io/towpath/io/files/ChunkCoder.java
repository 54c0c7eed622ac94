package io.towpath.io.files;

import io.towpath.core.Chunk;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.Violation;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.beam.sdk.coders.AtomicCoder;
import org.jspecify.annotations.Nullable;

/** Encodes chunks where an engine moves them; most never are. */
final class ChunkCoder extends AtomicCoder<Chunk> {
  private static final long serialVersionUID = 1L;
  private static final ChunkCoder CODER = new ChunkCoder();
  private static final int NONE = -1;

  private ChunkCoder() {}

  static ChunkCoder of() {
    return CODER;
  }

  @Override
  public void encode(Chunk chunk, OutputStream out) throws IOException {
    DataOutputStream data = new DataOutputStream(out);
    data.writeLong(chunk.split().batch());
    data.writeInt(chunk.split().part());
    data.writeInt(chunk.split().split());
    data.writeLong(chunk.from());
    data.writeLong(chunk.to());
    data.writeLong(chunk.firstLine());
    data.writeBoolean(chunk.last());
    write(data, chunk.head());
    write(data, chunk.bytes());
    write(data, chunk.damage());
    data.flush();
  }

  @Override
  public Chunk decode(InputStream in) throws IOException {
    DataInputStream data = new DataInputStream(in);
    SplitId split = new SplitId(data.readLong(), data.readInt(), data.readInt());
    long from = data.readLong();
    long to = data.readLong();
    long firstLine = data.readLong();
    boolean last = data.readBoolean();
    byte[] head = read(data);
    byte[] bytes = read(data);
    return new Chunk(
        split, from, to, firstLine, last, head, bytes == null ? new byte[0] : bytes, damage(data));
  }

  private static void write(DataOutputStream data, @Nullable Violation damage) throws IOException {
    data.writeBoolean(damage != null);
    if (damage != null) {
      data.writeUTF(damage.reason().name());
      data.writeUTF(damage.found() == null ? "" : damage.found());
      data.writeUTF(damage.expected());
    }
  }

  private static @Nullable Violation damage(DataInputStream data) throws IOException {
    return data.readBoolean()
        ? new Violation(Reason.valueOf(data.readUTF()), null, data.readUTF(), data.readUTF())
        : null;
  }

  private static void write(DataOutputStream data, byte @Nullable [] bytes) throws IOException {
    data.writeInt(bytes == null ? NONE : bytes.length);
    if (bytes != null) {
      data.write(bytes);
    }
  }

  private static byte @Nullable [] read(DataInputStream data) throws IOException {
    int length = data.readInt();
    if (length == NONE) {
      return null;
    }
    byte[] bytes = data.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("a chunk ends after " + bytes.length + " of " + length + " bytes");
    }
    return bytes;
  }
}
