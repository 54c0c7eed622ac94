package io.towpath.config;

import java.io.Serializable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How records lie in the parts of the raw zone.
 *
 * @param format of the parts
 * @param dialect of CSV and of fixed widths
 * @param encoding charset name of text formats
 * @param multiline whether a quoted CSV field may contain line breaks
 * @param compression of the parts
 * @param records path of the elements that are records, such as {@code /orders/order}; null for all
 *     but XML
 * @param sheet name of the sheet; null for the first, and for all but XLSX
 */
public record Layout(
    Feed.Format format,
    Feed.Dialect dialect,
    String encoding,
    boolean multiline,
    Feed.Compression compression,
    @Nullable String records,
    @Nullable String sheet)
    implements Serializable {

  /** That of parts which Towpath writes itself, where a source gives records and no files. */
  public static Layout avro() {
    return of(Feed.Format.AVRO);
  }

  /** That of parts which hold the items of an API. */
  public static Layout items() {
    return of(Feed.Format.ITEMS);
  }

  /** Whether the parts are no text, and compressed by their format. */
  public boolean isBinary() {
    return switch (format) {
      case CSV, FIXED, NDJSON, JSON, XML -> false;
      case AVRO, PARQUET, XLSX, ITEMS -> true;
    };
  }

  private static Layout of(Feed.Format format) {
    return new Layout(
        format,
        new Feed.Dialect(',', '"', null, true, List.of(), null, List.of()),
        "UTF-8",
        false,
        Feed.Compression.AUTO,
        null,
        null);
  }
}
