package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/** Fetches single records from the raw zone, for people to look at. */
public final class RawRecords {
  private RawRecords() {}

  /** The record at a position as text. */
  public static String fetch(RawStore store, Feed.Files files, Manifest.Part part, long position) {
    try (InputStream in = PartText.open(store, files, part)) {
      in.skipNBytes(position);
      String line =
          new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8)).readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw DamagedPart.failure(store, files, part, e);
    }
  }
}
