package io.towpath.io.files;

import io.towpath.config.Layout;
import io.towpath.core.Manifest;
import io.towpath.io.raw.RawStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;

/** Opens pieces by their format. */
final class Framings {
  private Framings() {}

  /** The chunks of a piece. */
  static Framing open(RawStore store, Layout layout, Piece piece) throws IOException {
    if (Codec.of(layout, piece.source()) == Codec.ZIP && piece.part().bytes() > 0) {
      return zip(store, layout, piece);
    }
    return switch (layout.format()) {
      case CSV, FIXED, NDJSON -> lines(store, layout, piece);
      case JSON ->
          new JsonArrayFraming(
              PartText.open(store, layout, piece.part()), piece.id(), Framing.CHUNK);
      case XML ->
          new XmlFraming(
              PartText.bytes(store, layout, piece.part()),
              piece.id(),
              String.valueOf(layout.records()),
              Framing.CHUNK);
      case XLSX ->
          new XlsxFraming(
              PartText.bytes(store, layout, piece.part()),
              piece.id(),
              layout.sheet(),
              Framing.CHUNK);
      case AVRO, ITEMS -> avro(store, piece);
      case PARQUET -> new ParquetFraming(new ParquetInput(store, piece.part()), piece.id());
    };
  }

  private static Framing zip(RawStore store, Layout layout, Piece piece) throws IOException {
    Manifest.Part part = piece.part();
    return new ZipFraming(
        new ZipEntries(store.open(part, 0, part.bytes())),
        file -> {
          InputStream bytes = new LimitedExpansion(file, part.bytes(), Codec.ZIP.toString());
          return switch (layout.format()) {
            case CSV, FIXED, NDJSON -> {
              InputStream text = PartText.utf8(bytes, Charset.forName(layout.encoding()));
              TextHead head = TextHead.read(text, layout, piece.source());
              yield new TextFraming(text, piece.id(), head, layout, Framing.CHUNK);
            }
            case JSON ->
                new JsonArrayFraming(
                    PartText.utf8(bytes, Charset.forName(layout.encoding())),
                    piece.id(),
                    Framing.CHUNK);
            case XML ->
                new XmlFraming(bytes, piece.id(), String.valueOf(layout.records()), Framing.CHUNK);
            case XLSX, AVRO, PARQUET, ITEMS ->
                throw new IllegalStateException(layout.format() + " is packed by itself");
          };
        });
  }

  private static Framing avro(RawStore store, Piece piece) throws IOException {
    if (piece.from() == 0) {
      return new AvroFraming(store.open(piece.part(), 0, piece.to()), piece.id());
    }
    AvroHeader header;
    try (ByteWindow start = new ByteWindow(store.open(piece.part(), 0, piece.from()))) {
      header = AvroHeader.read(start);
    } catch (AvroHeader.Broken e) {
      throw new IOException("a part with splits but without a header", e);
    }
    InputStream blocks = store.open(piece.part(), piece.from(), piece.to());
    return new AvroFraming(blocks, piece.id(), header, piece.firstLine() - 1);
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
