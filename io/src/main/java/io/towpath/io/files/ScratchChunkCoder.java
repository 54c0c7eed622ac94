package io.towpath.io.files;

import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import java.io.*;
import org.apache.beam.sdk.coders.CustomCoder;

final class ScratchChunkCoder extends CustomCoder<Chunk> {
  private static final ScratchChunkCoder INSTANCE = new ScratchChunkCoder();

  static ScratchChunkCoder of() {
    return INSTANCE;
  }

  @Override
  public void encode(Chunk c, OutputStream o) throws IOException {
    DataOutputStream d = new DataOutputStream(o);
    d.writeLong(c.split().batch());
    d.writeInt(c.split().part());
    d.writeInt(c.split().split());
    d.writeLong(c.from());
    d.writeLong(c.to());
    d.writeLong(c.firstLine());
    d.writeBoolean(c.last());
    d.writeInt(c.head() == null ? -1 : c.head().length);
    if (c.head() != null) d.write(c.head());
    d.writeInt(c.bytes().length);
    d.write(c.bytes());
    d.flush();
  }

  @Override
  public Chunk decode(InputStream i) throws IOException {
    DataInputStream d = new DataInputStream(i);
    SplitId s = new SplitId(d.readLong(), d.readInt(), d.readInt());
    long f = d.readLong(), t = d.readLong(), l = d.readLong();
    boolean last = d.readBoolean();
    int n = d.readInt();
    byte[] h = n < 0 ? null : d.readNBytes(n);
    return new Chunk(s, f, t, l, last, h, d.readNBytes(d.readInt()));
  }
}
