package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.raw.RawStore;
import io.towpath.io.raw.RawWriter;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SplitReader;
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
public record LandFile(Arrival arrival, Layout layout) implements SplitReader {
  private static final long SPLIT = 64L << 20;
  private static final int BUFFER = 1 << 20;

  /** Bytes of a text that hold the records somebody wants to look at. */
  private static final int SAMPLE = 4 << 20;

  @Override
  public Manifest.Part land(PartPlace place) {
    String path = place.path(arrival.name());
    try (SourceStream in = SourceStream.open(arrival, place.raw().s3());
        RawWriter out = writer(place, path)) {
      List<Manifest.Split> splits =
          place.isSample() && !layout.isBinary() ? copyHead(in, out) : copy(in, out);
      in.requireUnchanged();
      RawStore.Stored stored = out.commit();
      Manifest.Part landed =
          new Manifest.Part(
              place.part(),
              path,
              arrival.name(),
              stored.bytes(),
              stored.crc32c(),
              stored.version(),
              arrival.version(),
              arrival.modified(),
              splits.isEmpty() ? List.of(new Manifest.Split(0, 0, stored.bytes(), 1)) : splits);
      place.describe(landed);
      return landed;
    } catch (IOException e) {
      throw unreadable(String.valueOf(e.getMessage()), e);
    } catch (SdkException e) {
      throw unreadable(BucketPlace.answer(e), e);
    }
  }

  private RawWriter writer(PartPlace place, String path) throws IOException {
    RawStore store = place.store();
    return BucketPlace.original(arrival)
        .filter(original -> !place.isSample())
        .flatMap(original -> store.copy(original, path))
        .orElseGet(() -> store.write(path));
  }

  private TowpathException unreadable(String why, Exception cause) {
    return new TowpathException(
        ExitCode.SOURCE,
        "cannot read "
            + arrival.name()
            + " as "
            + Codec.of(layout, arrival.name())
            + ": "
            + why
            + "; nothing was landed, deliver the file again",
        cause);
  }

  /** Copies what is enough to look at; it may end within a record. */
  private static List<Manifest.Split> copyHead(InputStream in, RawWriter out) throws IOException {
    byte[] head = in.readNBytes(SAMPLE);
    out.write(head, 0, head.length);
    return List.of();
  }

  /** Copies all bytes; gives the splits, none if the file is read in one piece. */
  private List<Manifest.Split> copy(InputStream in, RawWriter out) throws IOException {
    InputStream copied = new CopyingStream(in, out);
    InputStream plain = Codec.of(layout, arrival.name()).decompress(copied, arrival.bytes());
    SplitScan scan = new SplitScan(layout, SPLIT);
    byte[] buffer = new byte[BUFFER];
    int read = plain.readNBytes(buffer, 0, BUFFER);
    boolean splittable =
        FileShape.of(layout, arrival.name()).splittable() && !ByteOrderMark.foreign(buffer);
    for (; read > 0; read = plain.readNBytes(buffer, 0, BUFFER)) {
      if (splittable) {
        scan.scan(buffer, read);
      }
    }
    copied.transferTo(OutputStream.nullOutputStream());
    return splittable ? scan.finish() : List.of();
  }
}
