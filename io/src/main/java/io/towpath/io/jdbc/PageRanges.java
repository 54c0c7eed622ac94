package io.towpath.io.jdbc;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Cuts a table, or all partitions of one at once, into ranges of pages that hold about the same
 * number of pages, whatever the keys are.
 */
final class PageRanges {
  private final long[] pages;

  /**
   * Of one table.
   *
   * @param pages sizes of its partitions, or of the table itself
   */
  PageRanges(List<Long> pages) {
    this.pages = pages.stream().mapToLong(Long::longValue).toArray();
  }

  /** Conditions of which each row fulfils exactly one; also rows on pages that come later. */
  List<String> conditions(int splits) {
    List<Long> bounds = bounds(splits);
    List<String> conditions = new ArrayList<>();
    for (int i = 0; i <= bounds.size(); i++) {
      List<String> range = new ArrayList<>();
      if (i > 0) {
        range.add("ctid >= '(" + bounds.get(i - 1) + ",0)'");
      }
      if (i < bounds.size()) {
        range.add("ctid < '(" + bounds.get(i) + ",0)'");
      }
      conditions.add(String.join(" and ", range));
    }
    return conditions;
  }

  private List<Long> bounds(int splits) {
    long total = LongStream.of(pages).sum();
    List<Long> bounds = new ArrayList<>();
    long last = 0;
    for (int i = 1; i < splits; i++) {
      long bound = firstWith(total * i / splits);
      if (bound > last) {
        bounds.add(bound);
        last = bound;
      }
    }
    return bounds;
  }

  /** The first page number below which so many pages lie. */
  private long firstWith(long wanted) {
    long low = 0;
    long high = LongStream.of(pages).max().orElse(0);
    while (low < high) {
      long middle = (low + high) / 2;
      if (below(middle) >= wanted) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  private long below(long bound) {
    return LongStream.of(pages).map(count -> Math.min(count, bound)).sum();
  }
}
