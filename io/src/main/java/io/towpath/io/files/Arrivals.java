package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult;

/** Finds the files that a feed has not taken yet. */
public final class Arrivals {

  private Arrivals() {}

  /** Files that match, were not taken and have settled, ordered by time of change and name. */
  public static List<Arrival> find(
      Path project, Feed.Files files, Predicate<Arrival> known, Instant now) {
    List<Arrival> found = new ArrayList<>();
    for (String glob : files.globs()) {
      String spec = glob.startsWith("s3://") ? glob : project.resolve(glob).toString();
      for (MatchResult.Metadata match : match(spec)) {
        Arrival arrival = arrival(match);
        boolean settled = arrival.modified().plus(files.settle()).compareTo(now) <= 0;
        if (settled && !hidden(arrival.name()) && !known.test(arrival)) {
          found.add(arrival);
        }
      }
    }
    found.sort(Comparator.comparing(Arrival::modified).thenComparing(Arrival::name));
    return found;
  }

  private static List<MatchResult.Metadata> match(String spec) {
    try {
      return FileSystems.match(spec, EmptyMatchTreatment.ALLOW).metadata();
    } catch (IOException e) {
      throw new TowpathException(
          ExitCode.SOURCE, "cannot look for " + spec + ": " + e.getMessage(), e);
    }
  }

  private static Arrival arrival(MatchResult.Metadata match) {
    String uri = match.resourceId().toString();
    return new Arrival(
        uri, uri, match.sizeBytes(), "", Instant.ofEpochMilli(match.lastModifiedMillis()));
  }

  private static boolean hidden(String name) {
    String file = name.substring(name.lastIndexOf('/') + 1);
    return file.startsWith(".") || file.startsWith("_") || file.endsWith(".tmp");
  }
}
