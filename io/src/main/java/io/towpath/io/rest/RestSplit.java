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

/** Reads the lists of some windows, one after the other, into one part. */
final class RestSplit implements SplitReader {
  private static final long serialVersionUID = 1L;

  private final RestSource.Origin origin;
  private final RestDeclaration declaration;

  @SuppressWarnings("serial") // the lists given are serializable
  private final List<Window> windows;

  RestSplit(RestSource.Origin origin, RestDeclaration declaration, List<Window> windows) {
    this.origin = origin;
    this.declaration = declaration;
    this.windows = windows;
  }

  @Override
  public Manifest.Part land(PartPlace place) {
    Budget budget = SharedBudget.of(origin.ledger(), origin.feed(), declaration.courtesy());
    try (Api api = new Api(declaration, budget);
        AvroPart part = AvroPart.begin(place, origin.feed(), Envelope.SCHEMA)) {
      EnvelopeWriter writer = new EnvelopeWriter();
      for (Window window : windows) {
        land(new Pages(api, request(api, window)), api, writer, part);
      }
      return part.commit(declaration.endpoint().place(), Instant.now());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void land(Pages pages, Api api, EnvelopeWriter writer, AvroPart part) {
    for (Pages.Numbered next = pages.next(); next != null; next = pages.next()) {
      writer.page(api.requests().shown(next.request()), next.number(), Instant.now());
      Page page = next.page();
      for (int i = 0; i < page.size(); i++) {
        part.appendEncoded(writer.item(page.item(i), i));
      }
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
