package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.core.Decoder;
import org.apache.avro.Schema;

/**
 * Gives the decoder of a feed's format. A decoder keeps buffers and caches: one instance serves one
 * thread.
 */
public final class Decoders {
  private Decoders() {}

  /** The decoder that fills records of the working schema. */
  public static Decoder of(Feed feed, Schema working) {
    Columns columns = Columns.of(feed, working);
    return switch (feed.layout().format()) {
      case CSV, FIXED, XLSX -> new CsvDecoder(feed, columns);
      case NDJSON, JSON, XML -> new JsonDecoder(feed, columns);
      case ITEMS -> new ItemDecoder(feed, columns);
      case AVRO, PARQUET -> new AvroDecoder(feed, columns);
    };
  }
}
