package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Pagination;
import io.towpath.config.RestDeclaration.Style;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns pages by number or offset. Where the end is only inferred, from an empty page or from a
 * total that was reached, one page more is asked for, and must be empty. Where the total shrinks,
 * items were deleted and the others moved up, so that as many are asked for again.
 */
final class CountedTurn implements Pages.Turn {
  private static final Logger LOG = LoggerFactory.getLogger(CountedTurn.class);

  private final Pagination pagination;
  private final Request first;
  private long at;
  private long received;
  private int pageSize;
  private long total = -1;
  private boolean totalChanged;
  private boolean confirming;
  private long readBefore = -1;

  CountedTurn(Pagination pagination, Request first) {
    this.pagination = pagination;
    this.first = first;
    at = pagination.first();
    pageSize = pagination.size();
  }

  @Override
  public Request first() {
    return request();
  }

  private Request request() {
    return first.with(Objects.requireNonNull(pagination.parameter()), Long.toString(at));
  }

  @Override
  public boolean repeats() {
    return at <= readBefore;
  }

  @Override
  public boolean mayEnd() {
    return at > pagination.first();
  }

  @Override
  public @Nullable Request after(Page page) throws Page.Unexpected {
    if (confirming) {
      return confirmed(page);
    }
    received += page.size();
    pageSize = Math.max(pageSize, page.size());
    String hasMore = pagination.stop().hasMore();
    if (hasMore != null) {
      return byFlag(page, hasMore);
    }
    if (pagination.stop().total() != null) {
      return byTotal(page, pagination.stop().total());
    }
    if (pagination.stop().shortPage()) {
      return page.size() < pagination.size() ? null : advance(page);
    }
    if (page.size() > 0) {
      return advance(page);
    }
    return received == 0 ? null : confirm(page);
  }

  private Request advance(Page page) {
    at += pagination.style() == Style.PAGE ? 1 : page.size();
    return request();
  }

  private Request confirm(Page page) {
    confirming = true;
    // An offset behind an empty page would be the same again.
    at += pagination.style() == Style.PAGE ? 1 : Math.max(1, page.size());
    return request();
  }

  private @Nullable Request confirmed(Page page) throws Page.Unexpected {
    if (page.size() > 0) {
      throw new Page.Unexpected(
          "items behind "
              + (total < 0 ? "an empty page" : "the total of " + total)
              + ", so that an unknown number of them would be missed");
    }
    return null;
  }

  private @Nullable Request byFlag(Page page, String pointer) throws Page.Unexpected {
    String flag = page.value(pointer);
    if ("false".equals(flag)) {
      return null;
    }
    if (!"true".equals(flag)) {
      throw new Page.Unexpected("no true or false at " + pointer + " (source.rest.pagination)");
    }
    if (page.size() == 0) {
      throw new Page.Unexpected("an empty page, although " + pointer + " says that there is more");
    }
    return advance(page);
  }

  private @Nullable Request byTotal(Page page, String pointer) throws Page.Unexpected {
    long before = total;
    total = total(page, pointer);
    if (before >= 0 && before != total) {
      LOG.info("the total went from {} to {} while paging", before, total);
      totalChanged = true;
    }
    if (total < before) {
      return stepBack(before - total);
    }
    if (received >= total) {
      if (received > total && !totalChanged) {
        throw new Page.Unexpected("more items than the total of " + total + " at " + pointer);
      }
      return page.size() < pageSize || received == 0 ? null : confirm(page);
    }
    if (page.size() == 0) {
      throw new Page.Unexpected(
          "an empty page after " + received + " items, although the total is " + total);
    }
    return advance(page);
  }

  private static long total(Page page, String pointer) throws Page.Unexpected {
    String text = page.value(pointer);
    if (text == null || !text.matches("[0-9]{1,18}")) {
      throw new Page.Unexpected("no number at " + pointer + " (source.rest.pagination.total)");
    }
    return Long.parseLong(text);
  }

  /** What was deleted may have stood before this page, whose items have then moved up. */
  private Request stepBack(long deleted) {
    long steps =
        pagination.style() == Style.OFFSET
            ? deleted
            : (deleted + pageSize - 1) / Math.max(1, pageSize);
    readBefore = Math.max(readBefore, at);
    at = Math.max(pagination.first(), at - steps);
    received = (at - pagination.first()) * (pagination.style() == Style.OFFSET ? 1 : pageSize);
    return request();
  }
}
