package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Pagination;
import io.towpath.config.RestDeclaration.Style;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one list, one after the other, until the API says in the declared way that there is
 * no other. A page or a cursor that comes twice ends it with an error, for it would never end.
 */
final class Pages {
  private final Api api;
  private final Pagination pagination;
  private final List<String> pointers;
  private final Turn turn;
  private final Set<Long> seen = new HashSet<>();
  private final Allowance allowance;
  private @Nullable Request request;
  private int number;

  /** The list that this request begins. */
  Pages(Api api, Request first, Allowance allowance) {
    this.api = api;
    this.allowance = allowance;
    pagination = api.declaration().pagination();
    turn =
        pagination.style() == Style.PAGE || pagination.style() == Style.OFFSET
            ? new CountedTurn(pagination, first)
            : new LinkedTurn(api, pagination, first);
    request = turn.first();
    pointers =
        Stream.of(bodyCursor(), pagination.stop().total(), pagination.stop().hasMore())
            .filter(java.util.Objects::nonNull)
            .toList();
  }

  private @Nullable String bodyCursor() {
    return pagination.style() == Style.CURSOR || pagination.style() == Style.NEXT
        ? pagination.from()
        : null;
  }

  /** How a page's successor is found. */
  interface Turn {
    /** The request for the first page. */
    Request first();

    /**
     * The request for the page behind this one, null if it was the last.
     *
     * @throws Page.Unexpected if the two do not fit together
     */
    @Nullable Request after(Page page) throws Page.Unexpected;

    /** Whether the page just given was asked for a second time on purpose. */
    boolean repeats();

    /** Whether a page that the API does not know is an empty one. */
    boolean mayEnd();
  }

  /** A page and what it was asked for by. */
  record Numbered(Page page, int number, Request request) {}

  /** The next page, null after the last. */
  @Nullable Numbered next() {
    Request current = request;
    if (current == null) {
      return null;
    }
    boolean repeats = turn.repeats();
    Page page = fetch(current);
    number++;
    try {
      check(page, repeats);
      request = turn.after(page);
    } catch (Page.Unexpected e) {
      throw failure(current, String.valueOf(e.getMessage()));
    }
    return new Numbered(page, number, current);
  }

  private Page fetch(Request current) {
    String records = api.declaration().endpoint().records();
    try {
      return api.ask(current, answer -> Page.of(answer, records, new ArrayList<>(pointers)));
    } catch (Exchange.Refused e) {
      int status = e.answer().status();
      if (turn.mayEnd() && (status == 404 || status == 416)) {
        return Page.empty(e.answer());
      }
      throw e;
    }
  }

  private void check(Page page, boolean repeats) throws Page.Unexpected {
    allowance.use(page.answer());
    if (page.size() > 0 && !seen.add(page.fingerprint()) && !repeats) {
      throw new Page.Unexpected(
          "page "
              + number
              + " has the very items of one before it; does the API know the parameter "
              + "that source.rest.pagination names?");
    }
  }

  private TowpathException failure(Request at, String what) {
    return new TowpathException(ExitCode.SOURCE, api.requests().shown(at) + ": " + what);
  }
}
