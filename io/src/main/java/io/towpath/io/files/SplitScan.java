package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Manifest;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plans splits while a text file flows by: each begins at the first record start at or after a
 * multiple of the target size, and knows its line number. Where records are lines, only the
 * surroundings of the multiples are looked at byte by byte.
 */
final class SplitScan {
  private static final byte LINE_FEED = '\n';

  private final long target;
  private final @Nullable RecordScan records;
  private final List<Manifest.Split> splits = new ArrayList<>();
  private long position;
  private long lines;
  private long from;
  private long firstLine = 1;
  private long boundary;

  SplitScan(Layout layout, long target) {
    this.target = target;
    this.boundary = target;
    this.records =
        RecordEnds.spansLines(layout) ? new RecordScan(new RecordEnds(layout), this::ended) : null;
  }

  /** Takes the next bytes of the file. */
  void scan(byte[] bytes, int length) {
    if (records == null) {
      scanLines(bytes, length);
    } else {
      records.scan(bytes, length, position);
    }
    position += length;
  }

  private void scanLines(byte[] bytes, int length) {
    int counted = 0;
    // The byte before the boundary counts: a line feed there makes the boundary a record's start.
    while (boundary - 1 < position + length) {
      int search = (int) Math.max(counted, boundary - 1 - position);
      int end = ByteScan.first(bytes, search, length, LINE_FEED) + 1;
      if (end == 0) {
        break;
      }
      lines += ByteScan.count(bytes, counted, end, LINE_FEED);
      counted = end;
      begin(position + end);
    }
    lines += ByteScan.count(bytes, counted, length, LINE_FEED);
  }

  private void ended(long end, long lineFeeds) {
    lines += lineFeeds;
    if (end >= boundary) {
      begin(end);
    }
  }

  private void begin(long start) {
    splits.add(new Manifest.Split(splits.size(), from, start, firstLine));
    from = start;
    firstLine = lines + 1;
    boundary = (start / target + 1) * target;
  }

  /** All splits; they cover the file, and an empty file has one empty split. */
  List<Manifest.Split> finish() {
    if (from < position || splits.isEmpty()) {
      splits.add(new Manifest.Split(splits.size(), from, position, firstLine));
    }
    return List.copyOf(splits);
  }
}
