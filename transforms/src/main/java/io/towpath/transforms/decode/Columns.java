package io.towpath.transforms.decode;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType;
import io.towpath.contract.Field;
import io.towpath.transforms.value.ValueParser;
import java.util.List;
import org.apache.avro.Schema;

/**
 * The columns of a working record, in its order: those of the contract with their types, then those
 * that only steps read, as text: of JSON, objects and arrays as they were written.
 */
@SuppressWarnings("ArrayRecordComponent") // compared nowhere
record Columns(
    Schema schema, List<String> names, ColumnType[] types, ValueParser[] parsers, int own) {

  static Columns of(Feed feed, Schema schema) {
    List<String> names = schema.getFields().stream().map(Schema.Field::name).toList();
    ColumnType[] types = new ColumnType[names.size()];
    ValueParser[] parsers = new ValueParser[names.size()];
    int own = 0;
    for (int i = 0; i < types.length; i++) {
      types[i] =
          feed.contract()
              .field(names.get(i))
              .map(Field::type)
              .orElse(ColumnType.of(ColumnType.Kind.TEXT));
      parsers[i] = ValueParser.of(types[i], feed.decode());
      own += feed.contract().field(names.get(i)).isPresent() ? 1 : 0;
    }
    return new Columns(schema, names, types, parsers, own);
  }

  boolean isText(int column) {
    return switch (types[column].kind()) {
      case TEXT, VARCHAR, CHAR -> true;
      default -> false;
    };
  }
}
