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
import java.nio.channels.Channels;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;

/** Copies an arrival into the raw zone byte for byte. */
public final class LandFile {
  private static final long SPLIT = 64L << 20;

  private LandFile() {}

  public static Manifest.Part copy(
      RawLocation raw, Feed feed, Arrival arrival, long batch, String attempt, int part) {
    RawStore store = raw.open();
    String path = RawPaths.part(feed.name(), batch, attempt, part, arrival.name());
    SplitScan scan = new SplitScan(feed.source(), SPLIT);
    boolean plain = !arrival.name().matches(".*\\.(gz|zst|bz2)$");
    try (InputStream in =
            Channels.newInputStream(
                FileSystems.open(FileSystems.matchNewResource(arrival.uri(), false)));
        RawWriter out = store.write(path)) {
      byte[] buffer = new byte[1 << 20];
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        if (plain) {
          scan.scan(buffer, read);
        }
        out.write(buffer, 0, read);
      }
      RawStore.Stored stored = out.commit();
      List<Manifest.Split> splits =
          plain ? scan.finish() : List.of(new Manifest.Split(0, 0, stored.bytes(), 1));
      Manifest.Part landed =
          new Manifest.Part(
              part,
              path,
              arrival.name(),
              stored.bytes(),
              stored.crc32c(),
              stored.version(),
              arrival.modified(),
              splits);
      Manifests.of(store).describe(feed.name(), batch, attempt, landed);
      return landed;
    } catch (IOException e) {
      throw new TowpathException(ExitCode.SOURCE, "cannot read " + arrival.name(), e);
    }
  }
}
