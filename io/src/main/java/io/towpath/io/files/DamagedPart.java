package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.CRC32C;

/** Says whose fault it is that a part cannot be read. */
final class DamagedPart {
  private DamagedPart() {}

  /** The raw zone's if the bytes are no longer those of the manifest, else the source's. */
  static TowpathException failure(
      RawStore store, Layout layout, Manifest.Part part, IOException cause) {
    String place = store.place(part.path());
    long found = checksum(store, part, cause);
    if (found != part.crc32c()) {
      return new TowpathException(
          ExitCode.RAW_ZONE,
          "raw zone: part has checksum "
              + Long.toHexString(found)
              + ", its manifest says "
              + Long.toHexString(part.crc32c())
              + "; restore it: "
              + place,
          cause);
    }
    return new TowpathException(
        ExitCode.SOURCE,
        part.source()
            + " is no whole "
            + Codec.of(layout, part.source())
            + " file ("
            + cause.getMessage()
            + "), and the raw zone has it as it came: "
            + place
            + "; does source.compression of the feed fit?",
        cause);
  }

  private static long checksum(RawStore store, Manifest.Part part, IOException cause) {
    CRC32C crc = new CRC32C();
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = store.open(part, 0, part.bytes())) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        crc.update(buffer, 0, read);
      }
    } catch (IOException e) {
      e.addSuppressed(cause);
      throw new TowpathException(
          ExitCode.RAW_ZONE, "raw zone: cannot read part: " + store.place(part.path()), e);
    }
    return crc.getValue();
  }
}
