package io.towpath.io.files;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * The header of an Avro file.
 *
 * @param schema of the writer, in JSON
 * @param codec of all blocks
 * @param sync ends each block
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record AvroHeader(byte[] schema, AvroCodec codec, byte[] sync) {
  private static final byte[] MAGIC = {'O', 'b', 'j', 1};
  private static final int SYNC = 16;
  private static final int MOST_ENTRIES = 1000;
  private static final int LONGEST = 1 << 24;

  /** Says what is wrong with a header. */
  static final class Broken extends Exception {
    private static final long serialVersionUID = 1L;

    Broken(String found) {
      super(found);
    }
  }

  /** Reads the header at the beginning of a file. */
  static AvroHeader read(ByteWindow window) throws IOException, Broken {
    if (!window.startsWith(0, MAGIC)) {
      throw new Broken("a file that does not begin with Obj1");
    }
    AvroVarints varints = new AvroVarints(window, MAGIC.length);
    Map<String, byte[]> entries = entries(window, varints);
    int end = varints.offset();
    if (!window.has(end + SYNC)) {
      throw new Broken("a header that was cut short");
    }
    byte[] schema = entries.get("avro.schema");
    if (schema == null || !isRecord(schema)) {
      throw new Broken("a header without a schema of records");
    }
    byte[] name = entries.get("avro.codec");
    AvroCodec codec = name == null ? AvroCodec.NULL : AvroCodec.of(AvroVarints.text(name));
    if (codec == null) {
      throw new Broken("an unknown codec");
    }
    AvroHeader header = new AvroHeader(schema, codec, window.copy(end, SYNC));
    window.skip(end + SYNC);
    return header;
  }

  private static Map<String, byte[]> entries(ByteWindow window, AvroVarints varints)
      throws IOException, Broken {
    Map<String, byte[]> entries = new HashMap<>();
    long count = varints.next();
    while (count != 0) {
      if (count < 0) {
        varints.next(); // the size of the block, for those who skip it
        count = -count;
      }
      for (; count > 0 && entries.size() < MOST_ENTRIES; count--) {
        String key = AvroVarints.text(field(window, varints));
        entries.put(key, field(window, varints));
      }
      count = count > 0 ? 0 : varints.next();
    }
    return entries;
  }

  private static byte[] field(ByteWindow window, AvroVarints varints) throws IOException, Broken {
    long length = varints.next();
    int from = varints.offset();
    if (length < 0 || length > LONGEST || !window.has(from + (int) length)) {
      throw new Broken("a header that was cut short or damaged");
    }
    varints.skip((int) length);
    return window.copy(from, (int) length);
  }

  private static boolean isRecord(byte[] schema) {
    return parse(schema) != null;
  }

  private static @Nullable Schema parse(byte[] schema) {
    try {
      Schema parsed = new Schema.Parser().parse(AvroVarints.text(schema));
      return parsed.getType() == Schema.Type.RECORD ? parsed : null;
    } catch (AvroRuntimeException e) {
      return null;
    }
  }
}
