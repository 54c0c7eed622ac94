package io.towpath.io.files;

import io.towpath.config.FilesDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.s3.S3Access;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the files that a feed may take. A file that several globs match arrives once; names that
 * begin with a dot or an underscore, or end with {@code .tmp}, are passed over.
 */
public final class Arrivals {
  private final FolderPlace folders;
  private final BucketPlace buckets;
  private final PutAway fromFolders;
  private final PutAway fromBuckets;

  private Arrivals(Path project, S3Access s3) {
    this.folders = new FolderPlace(project);
    this.buckets = new BucketPlace(s3);
    this.fromFolders = new FolderPutAway(project, folders);
    this.fromBuckets = new BucketPutAway(s3, buckets);
  }

  /**
   * The arrivals of a project's feeds.
   *
   * @param project the folder that paths begin at
   * @param s3 how buckets are reached
   */
  public static Arrivals of(Path project, S3Access s3) {
    return new Arrivals(project, s3);
  }

  /** All files that match, taken before or not, ordered by time of change and name. */
  public List<Arrival> match(FilesDeclaration files) {
    Map<String, Arrival> found = new HashMap<>();
    for (String glob : files.globs()) {
      for (Arrival arrival : match(glob)) {
        if (!hidden(arrival.name())) {
          found.put(arrival.name(), arrival);
        }
      }
    }
    return found.values().stream()
        .sorted(Comparator.comparing(Arrival::modified).thenComparing(Arrival::name))
        .toList();
  }

  private List<Arrival> match(String glob) {
    try {
      return (BucketPlace.holds(glob) ? buckets : folders).match(glob);
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.SOURCE,
          "cannot look for "
              + glob
              + ": "
              + e.getMessage()
              + "; check the path and the rights, for S3 also the credentials and 's3' in"
              + " towpath.yaml",
          e);
    }
  }

  /**
   * Takes files out of the way.
   *
   * @return how many were still what they were
   * @throws IOException at the first that cannot be put away
   */
  int putAway(List<Arrival> taken, FilesDeclaration.Landed landed) throws IOException {
    int done = 0;
    for (Arrival arrival : taken) {
      PutAway place = BucketPlace.holds(arrival.uri()) ? fromBuckets : fromFolders;
      if (place.putAway(arrival, landed)) {
        done++;
      }
    }
    return done;
  }

  private static boolean hidden(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.startsWith(".") || file.startsWith("_") || file.endsWith(".tmp");
  }
}
