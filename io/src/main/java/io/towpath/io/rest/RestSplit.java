package io.towpath.io.rest;

import io.towpath.config.RestDeclaration;
import io.towpath.config.RestDeclaration.Incremental;
import io.towpath.core.Envelope;
import io.towpath.core.EnvelopeWriter;
import io.towpath.core.Manifest;
import io.towpath.io.source.AvroPart;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SplitReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the lists of some windows, one after the other, into one part. */
final class RestSplit implements SplitReader {
  private static final long serialVersionUID = 1L;

  private final RestSource.Origin origin;
  private final RestDeclaration declaration;
  private final int parallel;

  @SuppressWarnings("serial") // the lists given are serializable
  private final List<Window> windows;

  /**
   * A share of an API's windows.
   *
   * @param parallel requests for details at once
   */
  RestSplit(
      RestSource.Origin origin, RestDeclaration declaration, List<Window> windows, int parallel) {
    this.origin = origin;
    this.parallel = parallel;
    this.declaration = declaration;
    this.windows = windows;
  }

  @Override
  public Manifest.Part land(PartPlace place) {
    Budget budget = SharedBudget.of(origin.ledger(), origin.feed(), declaration.courtesy());
    Allowance allowance = new Allowance(declaration.courtesy().caps());
    try (Api api = new Api(origin, declaration, budget);
        Details details = details(api, allowance);
        AvroPart part = AvroPart.begin(place, origin.feed(), Envelope.SCHEMA)) {
      EnvelopeWriter writer = new EnvelopeWriter();
      for (Window window : windows) {
        Pages pages = new Pages(api, request(api, window), allowance);
        for (Pages.Numbered next = next(pages, part, place);
            next != null;
            next = next(pages, part, place)) {
          if (details == null) {
            land(next, api, writer, part);
          } else {
            land(next, details.of(next), api, writer, part);
          }
        }
      }
      return part.commit(declaration.endpoint().place(), Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Asks for the first page only; gives the number of its items. */
  int look() {
    Budget budget = SharedBudget.of(origin.ledger(), origin.feed(), declaration.courtesy());
    try (Api api = new Api(origin, declaration, budget)) {
      Allowance allowance = new Allowance(declaration.courtesy().caps());
      Pages.Numbered first = new Pages(api, request(api, windows.get(0)), allowance).next();
      return first == null ? 0 : first.page().size();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next page, if records are still wanted. */
  private static Pages.@Nullable Numbered next(Pages pages, AvroPart part, PartPlace place) {
    return part.records() < place.most() ? pages.next() : null;
  }

  private @Nullable Details details(Api api, Allowance allowance) {
    return declaration.detail() == null
        ? null
        : new Details(api, declaration.detail(), allowance, parallel);
  }

  private static void land(Pages.Numbered list, Api api, EnvelopeWriter writer, AvroPart part) {
    writer.page(api.requests().shown(list.request()), list.number(), Instant.now());
    Page page = list.page();
    for (int i = 0; i < page.size(); i++) {
      part.appendEncoded(writer.item(page.item(i), i));
    }
  }

  private static void land(
      Pages.Numbered list,
      List<Details.Item> items,
      Api api,
      EnvelopeWriter writer,
      AvroPart part) {
    for (Details.Item item : items) {
      writer.page(api.requests().shown(item.request()), list.number(), Instant.now());
      part.appendEncoded(writer.item(item.bytes(), item.place()));
    }
  }

  private Request request(Api api, Window window) {
    Request request = api.requests().first();
    Incremental incremental = declaration.incremental();
    if (incremental == null || window.since() == null) {
      return request;
    }
    request = request.with(incremental.since(), window.since());
    return incremental.until() == null || window.until() == null
        ? request
        : request.with(incremental.until(), window.until());
  }
}
