package io.towpath.io.files;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.GroupType;
import org.apache.parquet.schema.LogicalTypeAnnotation.ListLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapKeyValueTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.MapLogicalTypeAnnotation;
import org.apache.parquet.schema.LogicalTypeAnnotation.StringLogicalTypeAnnotation;
import org.apache.parquet.schema.Type;
import org.apache.parquet.schema.Type.Repetition;
import org.jspecify.annotations.Nullable;

/**
 * Turns Parquet's rows into Avro records, nested ones too; lists and maps as the Parquet format's
 * "Nested Types" says, old two-level lists included. A character that Avro's names cannot have
 * becomes an underscore.
 */
final class ParquetRecords {
  private final Schema schema;
  private final List<Field> fields;

  private ParquetRecords(Schema schema, List<Field> fields) {
    this.schema = schema;
    this.fields = fields;
  }

  /** Reads a field of a group, with all its values. */
  private interface FieldReader {
    @Nullable Object read(Group group, int field);
  }

  private record Field(Schema schema, FieldReader reader) {}

  static ParquetRecords of(GroupType type) {
    return of(type, "row");
  }

  private static ParquetRecords of(GroupType type, String path) {
    List<Schema.Field> declared = new ArrayList<>();
    List<Field> fields = new ArrayList<>();
    Set<String> taken = new HashSet<>();
    for (Type each : type.getFields()) {
      String name = name(each.getName(), taken);
      Field field = field(each, path + "_" + name);
      fields.add(field);
      declared.add(new Schema.Field(name, field.schema()));
    }
    return new ParquetRecords(Schema.createRecord(path, null, null, false, declared), fields);
  }

  private static String name(String given, Set<String> taken) {
    String name = given.replaceAll("[^A-Za-z0-9_]", "_").replaceFirst("^(?=[0-9]|$)", "_");
    while (!taken.add(name)) {
      name = name + "_";
    }
    return name;
  }

  Schema schema() {
    return schema;
  }

  /** One row. */
  GenericRecord convert(Group group) {
    GenericData.Record record = new GenericData.Record(schema);
    for (int i = 0; i < fields.size(); i++) {
      record.put(i, fields.get(i).reader().read(group, i));
    }
    return record;
  }

  private static Field field(Type type, String path) {
    ParquetValue value =
        type.isPrimitive()
            ? ParquetValue.of(type.asPrimitiveType())
            : group(type.asGroupType(), path);
    if (type.isRepetition(Repetition.REPEATED)) {
      return new Field(Schema.createArray(value.schema()), (group, at) -> all(group, at, value));
    }
    if (type.isRepetition(Repetition.REQUIRED)) {
      return new Field(value.schema(), (group, at) -> value.reader().read(group, at, 0));
    }
    return new Field(
        Schema.createUnion(Schema.create(Schema.Type.NULL), value.schema()),
        (group, at) ->
            group.getFieldRepetitionCount(at) == 0 ? null : value.reader().read(group, at, 0));
  }

  private static List<Object> all(Group group, int at, ParquetValue value) {
    List<Object> all = new ArrayList<>();
    for (int i = 0; i < group.getFieldRepetitionCount(at); i++) {
      all.add(value.reader().read(group, at, i));
    }
    return all;
  }

  private static ParquetValue group(GroupType type, String path) {
    boolean single = type.getFieldCount() == 1 && type.getType(0).isRepetition(Repetition.REPEATED);
    if (single && type.getLogicalTypeAnnotation() instanceof ListLogicalTypeAnnotation) {
      return list(type, path);
    }
    boolean map =
        type.getLogicalTypeAnnotation() instanceof MapLogicalTypeAnnotation
            || type.getLogicalTypeAnnotation() instanceof MapKeyValueTypeAnnotation;
    if (single && map && hasTextKeys(type.getType(0))) {
      return map(type.getType(0).asGroupType(), path);
    }
    ParquetRecords records = of(type, path);
    return new ParquetValue(
        records.schema, (group, at, index) -> records.convert(group.getGroup(at, index)));
  }

  private static ParquetValue list(GroupType type, String path) {
    Type repeated = type.getType(0);
    boolean threeLevels =
        !repeated.isPrimitive()
            && repeated.asGroupType().getFieldCount() == 1
            && !repeated.getName().equals("array")
            && !repeated.getName().equals(type.getName() + "_tuple");
    if (!threeLevels) {
      Field items = field(repeated, path);
      return new ParquetValue(
          items.schema(), (group, at, index) -> items.reader().read(group.getGroup(at, index), 0));
    }
    Field item = field(repeated.asGroupType().getType(0), path);
    return new ParquetValue(
        Schema.createArray(item.schema()),
        (group, at, index) -> {
          Group items = group.getGroup(at, index);
          List<Object> all = new ArrayList<>();
          for (int i = 0; i < items.getFieldRepetitionCount(0); i++) {
            all.add(item.reader().read(items.getGroup(0, i), 0));
          }
          return all;
        });
  }

  private static boolean hasTextKeys(Type entry) {
    return !entry.isPrimitive()
        && entry.asGroupType().getFieldCount() == 2
        && entry.asGroupType().getType(0).isRepetition(Repetition.REQUIRED)
        && entry.asGroupType().getType(0).getLogicalTypeAnnotation()
            instanceof StringLogicalTypeAnnotation;
  }

  private static ParquetValue map(GroupType entry, String path) {
    Field value = field(entry.getType(1), path);
    return new ParquetValue(
        Schema.createMap(value.schema()),
        (group, at, index) -> {
          Group entries = group.getGroup(at, index);
          Map<String, Object> all = new HashMap<>();
          for (int i = 0; i < entries.getFieldRepetitionCount(0); i++) {
            Group each = entries.getGroup(0, i);
            all.put(each.getString(0, 0), value.reader().read(each, 1));
          }
          return all;
        });
  }
}
