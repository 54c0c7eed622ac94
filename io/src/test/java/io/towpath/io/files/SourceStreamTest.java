package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceStreamTest {
  private static final byte[] CONTENT = "0123456789abcdefghijklmnopqrstuvwxyz".getBytes(US_ASCII);

  @TempDir Path folder;

  @Test
  void goesOnAtTheSameByteWhenTheConnectionBreaksTwiceInOneRead() throws IOException {
    Path file = Files.write(folder.resolve("data.txt"), CONTENT);
    FolderPlace place = new FolderPlace(folder);
    Arrival arrival = place.match("data.txt").get(0);
    Queue<Integer> breaks = new ArrayDeque<>(List.of(7, 3));

    try (SourceStream in =
        new SourceStream(place, arrival, () -> open(file, breaks.isEmpty() ? 99 : breaks.poll()))) {
      assertThat(in.readNBytes(CONTENT.length)).isEqualTo(CONTENT);
      in.requireUnchanged();
    }
  }

  /** A file whose connection breaks when so many bytes of a read have been delivered. */
  private static SeekableByteChannel open(Path file, int delivered) throws IOException {
    return new BreakingChannel(FileChannel.open(file), delivered);
  }

  private record BreakingChannel(FileChannel channel, int delivered)
      implements SeekableByteChannel {

    @Override
    public int read(ByteBuffer into) throws IOException {
      if (delivered >= into.remaining()) {
        return channel.read(into);
      }
      channel.read(into.limit(into.position() + delivered));
      into.limit(into.capacity());
      throw new IOException("connection reset");
    }

    @Override
    public int write(ByteBuffer from) {
      throw new UnsupportedOperationException();
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public SeekableByteChannel position(long position) throws IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public SeekableByteChannel truncate(long size) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
