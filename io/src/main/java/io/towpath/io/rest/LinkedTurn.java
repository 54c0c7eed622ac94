package io.towpath.io.rest;

import io.towpath.config.RestDeclaration.Pagination;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns pages that say themselves what comes behind them: by a cursor or by a link. */
final class LinkedTurn implements Pages.Turn {
  /** A link of RFC 8288; parameters may come in any order. */
  private static final Pattern LINK =
      Pattern.compile("<([^>]*)>((?:\\s*;\\s*[^,;\"]+(?:\"[^\"]*\")?)*)");

  private static final Pattern NEXT =
      Pattern.compile(
          ";\\s*rel\\s*=\\s*(\"([^\"]*\\s)?next(\\s[^\"]*)?\"|next)", Pattern.CASE_INSENSITIVE);

  private final Api api;
  private final Pagination pagination;
  private final Request first;
  private final Set<String> seen = new HashSet<>();
  private Request current;

  LinkedTurn(Api api, Pagination pagination, Request first) {
    this.api = api;
    this.pagination = pagination;
    this.first = first;
    this.current = first;
  }

  @Override
  public Request first() {
    return first;
  }

  @Override
  public boolean repeats() {
    return false;
  }

  @Override
  public boolean mayEnd() {
    return false;
  }

  @Override
  public @Nullable Request after(Page page) throws Page.Unexpected {
    String next =
        switch (pagination.style()) {
          case CURSOR, NEXT -> page.value(from());
          case HEADER -> page.answer().header(from());
          case LINK -> link(page.answer().header("Link"));
          case NONE, PAGE, OFFSET -> null;
        };
    if (next == null || next.isBlank()) {
      return null;
    }
    Request request = request(page, next.strip());
    if (request.equals(first) || !seen.add(request.uri() + "\n" + request.body())) {
      throw new Page.Unexpected(
          "the cursor or link to the next page came before, so that the pages go round in a loop");
    }
    current = request;
    return request;
  }

  private Request request(Page page, String next) {
    return switch (pagination.style()) {
      case NEXT, LINK -> api.follow(new Request(page.answer().from(), current.body()), next);
      default -> first.with(Objects.requireNonNull(pagination.parameter()), next);
    };
  }

  private String from() {
    return Objects.requireNonNull(pagination.from());
  }

  private static @Nullable String link(@Nullable String header) {
    Matcher links = LINK.matcher(header == null ? "" : header);
    while (links.find()) {
      if (NEXT.matcher(links.group(2)).find()) {
        return links.group(1);
      }
    }
    return null;
  }
}
