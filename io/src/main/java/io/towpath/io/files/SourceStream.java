package io.towpath.io.files;

import dev.failsafe.Failsafe;
import dev.failsafe.FailsafeException;
import dev.failsafe.RetryPolicy;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.s3.S3Access;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.apache.beam.sdk.io.FileSystems;
import org.jspecify.annotations.Nullable;

/**
 * Reads an arrival. Where a connection breaks it goes on at the same byte, eight times at most; a
 * file that was changed meanwhile is noticed at the end.
 */
final class SourceStream extends InputStream {
  private static final RetryPolicy<Object> PATIENCE =
      RetryPolicy.builder()
          .handle(IOException.class)
          .abortOn(FileNotFoundException.class)
          .withBackoff(Duration.ofMillis(100), Duration.ofSeconds(10))
          .withJitter(0.5)
          .withMaxRetries(7)
          .build();

  private final SourcePlace place;
  private final Arrival arrival;
  private final Connection connection;
  private SeekableByteChannel channel;
  private long position;

  /** Opens the arrival, as often as its connection breaks. */
  @FunctionalInterface
  interface Connection {
    SeekableByteChannel open() throws IOException;
  }

  SourceStream(SourcePlace place, Arrival arrival, Connection connection) throws IOException {
    this.place = place;
    this.arrival = arrival;
    this.connection = connection;
    this.channel = connection.open();
  }

  static SourceStream open(Arrival arrival, S3Access s3) throws IOException {
    SourcePlace place =
        BucketPlace.holds(arrival.uri()) ? new BucketPlace(s3) : new FolderPlace(Path.of("/"));
    return new SourceStream(place, arrival, () -> channel(arrival));
  }

  /** Beam's channels of files and of objects are seekable. */
  private static SeekableByteChannel channel(Arrival arrival) throws IOException {
    return (SeekableByteChannel)
        FileSystems.open(FileSystems.matchNewResource(arrival.uri(), false));
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  /** An object that became shorter since it was opened reads as no bytes, again and again. */
  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes, offset, length);
    int read;
    try {
      read = channel.read(buffer);
    } catch (FileNotFoundException e) {
      throw e;
    } catch (IOException e) {
      read = goOn(buffer, offset);
    }
    position += Math.max(0, read);
    return read == 0 && length > 0 ? -1 : read;
  }

  /** Every attempt begins where this read began: one that failed may have left bytes behind. */
  private int goOn(ByteBuffer buffer, int offset) throws IOException {
    try {
      return Failsafe.with(PATIENCE)
          .get(
              () -> {
                channel.close();
                channel = connection.open();
                buffer.position(offset);
                return channel.size() > position ? channel.position(position).read(buffer) : -1;
              });
    } catch (FailsafeException e) {
      if (e.getCause() instanceof IOException cause) {
        throw cause;
      }
      throw e;
    }
  }

  /**
   * To be called when all bytes were read.
   *
   * @throws TowpathException if these are not the bytes of the file that was listed
   */
  void requireUnchanged() throws IOException {
    Arrival now = now();
    boolean same =
        now.bytes() == arrival.bytes()
            && now.version().equals(arrival.version())
            && now.modified().equals(arrival.modified());
    if (!same || position != arrival.bytes()) {
      throw changed(
          "was changed while it was copied: it had " + state(arrival) + ", now " + state(now),
          null);
    }
  }

  private Arrival now() throws IOException {
    try {
      return place.again(arrival);
    } catch (FileNotFoundException | NoSuchFileException e) {
      throw changed("was deleted while it was copied", e);
    }
  }

  private TowpathException changed(String how, @Nullable Throwable cause) {
    return new TowpathException(
        ExitCode.SOURCE,
        arrival.name()
            + " "
            + how
            + "; nothing was landed. Run again when it is complete, or let such files wait with"
            + " 'settle' in the feed's source",
        cause);
  }

  private static String state(Arrival arrival) {
    String version = arrival.version().isEmpty() ? "" : ", version " + arrival.version();
    return arrival.bytes() + " bytes of " + arrival.modified() + version;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
