package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.raw.RawPaths;
import io.towpath.io.raw.RawStore;
import io.towpath.io.raw.RawWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.List;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Copies an arrival into the raw zone byte for byte, and plans its splits meanwhile. A compressed
 * file is unpacked on the way: one that is cut short or damaged ends the run before anything is
 * committed, since nothing behind the damage could ever be read.
 */
public final class LandFile {
  private static final long SPLIT = 64L << 20;
  private static final int BUFFER = 1 << 20;

  private LandFile() {}

  /** Copies an arrival as a part of a batch, and describes the part for the driver. */
  public static Manifest.Part copy(
      RawLocation raw, Feed feed, Arrival arrival, long batch, String attempt, int part) {
    RawStore store = raw.open();
    String path = RawPaths.part(feed.name(), batch, attempt, part, arrival.name());
    try (SourceStream in = SourceStream.open(arrival, raw.s3());
        RawWriter out = store.write(path)) {
      List<Manifest.Split> splits = copy(in, out, feed.source(), arrival);
      in.requireUnchanged();
      RawStore.Stored stored = out.commit();
      Manifest.Part landed =
          new Manifest.Part(
              part,
              path,
              arrival.name(),
              stored.bytes(),
              stored.crc32c(),
              stored.version(),
              arrival.version(),
              arrival.modified(),
              splits.isEmpty() ? List.of(new Manifest.Split(0, 0, stored.bytes(), 1)) : splits);
      Manifests.of(store).describe(feed.name(), batch, attempt, landed);
      return landed;
    } catch (IOException e) {
      throw unreadable(feed.source(), arrival, String.valueOf(e.getMessage()), e);
    } catch (SdkException e) {
      throw unreadable(feed.source(), arrival, BucketPlace.answer(e), e);
    }
  }

  private static TowpathException unreadable(
      Feed.Files files, Arrival arrival, String why, Exception cause) {
    return new TowpathException(
        ExitCode.SOURCE,
        "cannot read "
            + arrival.name()
            + " as "
            + Codec.of(files, arrival.name())
            + ": "
            + why
            + "; nothing was landed, deliver the file again",
        cause);
  }

  /** Copies all bytes; gives the splits, none if the file is read in one piece. */
  private static List<Manifest.Split> copy(
      InputStream in, RawWriter out, Feed.Files files, Arrival arrival) throws IOException {
    InputStream copied = new CopyingStream(in, out);
    InputStream plain = Codec.of(files, arrival.name()).decompress(copied, arrival.bytes());
    SplitScan scan = new SplitScan(files, SPLIT);
    byte[] buffer = new byte[BUFFER];
    int read = plain.readNBytes(buffer, 0, BUFFER);
    boolean splittable =
        FileShape.of(files, arrival.name()).splittable() && !ByteOrderMark.foreign(buffer);
    for (; read > 0; read = plain.readNBytes(buffer, 0, BUFFER)) {
      if (splittable) {
        scan.scan(buffer, read);
      }
    }
    copied.transferTo(OutputStream.nullOutputStream());
    return splittable ? scan.finish() : List.of();
  }
}
