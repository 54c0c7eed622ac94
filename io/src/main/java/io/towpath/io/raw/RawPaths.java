package io.towpath.io.raw;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Lays out a raw zone: where manifests and parts lie, and which paths are safe. */
public final class RawPaths {
  private static final int LONGEST_NAME = 100;

  private RawPaths() {}

  /** Path of a batch's manifest. */
  public static String manifest(String feed, long batch) {
    return checked(String.format(Locale.ROOT, "%s/manifests/%012d.json", feed, batch));
  }

  /** Folder of all that was written for a batch, with a slash at the end. */
  static String parts(String feed, long batch) {
    return checked(String.format(Locale.ROOT, "%s/parts/%012d", feed, batch)) + "/";
  }

  /** Path of a part; of the source's name it keeps what every file system and URL can carry. */
  public static String part(String feed, long batch, String attempt, int part, String source) {
    String name = source.substring(source.lastIndexOf('/') + 1).replaceAll("[^A-Za-z0-9._-]", "_");
    String end = name.substring(Math.max(0, name.length() - LONGEST_NAME));
    return checked(
        String.format(Locale.ROOT, "%s/parts/%012d/%s/%05d-%s", feed, batch, attempt, part, end));
  }

  /** Path of the descriptor of a part. */
  static String descriptor(String feed, long batch, String attempt, int part) {
    return checked(
        String.format(Locale.ROOT, "%s/parts/%012d/%s/%05d.json", feed, batch, attempt, part));
  }

  /** Returns the path if it stays below the root. */
  static String checked(String path) {
    for (String segment : path.split("/", -1)) {
      if (segment.isEmpty() || segment.startsWith(".") || segment.indexOf('\\') >= 0) {
        throw new TowpathException(
            ExitCode.RAW_ZONE,
            "path \""
                + path
                + "\" leaves the raw zone or is hidden; a manifest or a name was tampered with");
      }
    }
    return path;
  }

  static TowpathException failure(String what, String place, @Nullable Throwable cause) {
    return new TowpathException(ExitCode.RAW_ZONE, "raw zone: " + what + ": " + place, cause);
  }
}
