package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;

/** Opens pieces by their format. */
final class Framings {
  private Framings() {}

  /** The chunks of a piece. */
  static Framing open(RawStore store, Layout layout, Piece piece) throws IOException {
    return switch (layout.format()) {
      case CSV, NDJSON -> lines(store, layout, piece);
      case JSON ->
          new JsonArrayFraming(
              PartText.open(store, layout, piece.part()), piece.id(), Framing.CHUNK);
      case AVRO -> new AvroFraming(store.open(piece.part(), 0, piece.part().bytes()), piece.id());
      case PARQUET -> new ParquetFraming(new ParquetInput(store, piece.part()), piece.id());
    };
  }

  private static Framing lines(RawStore store, Layout layout, Piece piece) throws IOException {
    Manifest.Part part = piece.part();
    InputStream text = PartText.open(store, layout, part);
    TextHead head;
    try {
      head = TextHead.read(text, layout, piece.source());
      if (piece.wholePart()) {
        return new TextFraming(text, piece.id(), head, layout, Framing.CHUNK);
      }
    } catch (IOException | RuntimeException e) {
      text.close();
      throw e;
    }
    text.close();
    TextHead start =
        piece.from() > 0
            ? head.at(piece.from(), piece.firstLine())
            : head.at(head.position(), head.line());
    InputStream there = store.open(part, start.position(), piece.to());
    return new TextFraming(there, piece.id(), start, layout, Framing.CHUNK);
  }
}
