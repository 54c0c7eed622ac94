package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;

public final class RawRecords {
  public static String fetch(RawStore store, Feed.Files files, Manifest.Part part, long position) {
    try (InputStream raw = store.open(part, 0, part.bytes());
        InputStream in = part.source().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      in.skipNBytes(position);
      return new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
