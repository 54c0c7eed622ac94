package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.Manifest;
import io.towpath.core.Origin;
import io.towpath.core.Reject;
import io.towpath.io.files.RawRecords;
import io.towpath.io.postgres.Rejects;
import io.towpath.io.raw.Manifests;
import io.towpath.io.raw.RawStore;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Puts rejects beside the raw records that they point at. */
public final class RejectedLines {

  private RejectedLines() {}

  /**
   * A reject for people.
   *
   * @param place file and line, or file and position where there are no lines
   * @param raw the record as the source gave it
   */
  public record Line(String place, Reject reject, String raw) {

    /** Place, reason, column, found, expected and raw record. */
    public List<String> cells() {
      return List.of(
          place,
          reject.reason(),
          reject.column() == null ? "" : reject.column(),
          reject.found() == null ? "" : reject.found(),
          reject.expected(),
          raw);
    }
  }

  /** Fetches the raw record of each reject. */
  public static List<Line> of(Session session, Feed feed, List<Rejects.Found> rejects) {
    RawStore store = session.raw().open();
    Manifests manifests = Manifests.of(store);
    Map<Long, Manifest> read = new HashMap<>();
    List<Line> lines = new ArrayList<>();
    for (Rejects.Found found : rejects) {
      Origin origin = found.reject().origin();
      Manifest manifest =
          read.computeIfAbsent(
              origin.batch(), batch -> manifests.read(feed.name(), batch).orElseThrow());
      Manifest.Part part = manifest.parts().get(origin.part());
      String raw = RawRecords.fetch(store, feed.layout(), part, origin.position());
      lines.add(new Line(place(part, origin), found.reject(), raw));
    }
    return lines;
  }

  /** File and line, or file and position. */
  static String place(Manifest.Part part, Origin origin) {
    String file = part.source().substring(part.source().lastIndexOf('/') + 1);
    return origin.line() > 0 ? file + ":" + origin.line() : file + " record " + origin.position();
  }
}
