package io.towpath.io.files;

import io.towpath.config.Layout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * Tells what a file's format, compression and encoding mean for reading it in pieces.
 *
 * @param splittable whether it can be read from any line on
 * @param packed whether its content is compressed, as a whole or by its format
 */
public record FileShape(boolean splittable, boolean packed) {
  /** Text shrinks to about a fifth in the compressions that files come in. */
  private static final int EXPANSION = 5;

  /** The shape of a file of the source. */
  public static FileShape of(Layout layout, String source) {
    boolean lines =
        switch (layout.format()) {
          case CSV, FIXED, NDJSON -> true;
          case JSON, XML, XLSX, AVRO, PARQUET, ITEMS -> false;
        };
    boolean compressed = Codec.of(layout, source) != Codec.NONE;
    boolean utf8 = Charset.forName(layout.encoding()).equals(StandardCharsets.UTF_8);
    return new FileShape(lines && utf8 && !compressed, layout.isBinary() || compressed);
  }

  /** About how many bytes so many stored ones become. */
  public long unpacked(long stored) {
    return packed ? stored * EXPANSION : stored;
  }
}
