package io.towpath.transforms;

import static io.towpath.testing.ContractBuilder.aContract;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.Layout;
import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.contract.Field.Mask;
import io.towpath.contract.RecordSchemas;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** A contract of orders with one column of each kind that steps treat apart. */
public final class Shop {
  private Shop() {}

  /** The columns: the key is id, versions are told apart by changed. */
  public static Contract contract() {
    List<Field> fields =
        List.of(
            field("id", ColumnType.of(Kind.BIGINT), true, null, null),
            field("email", ColumnType.of(Kind.TEXT), false, "pii", Mask.EMAIL),
            field("name", ColumnType.of(Kind.TEXT), false, "pii", Mask.INITIAL),
            field("card", ColumnType.of(Kind.TEXT), false, "secret", Mask.LAST4),
            field("phone", ColumnType.of(Kind.TEXT), false, null, Mask.HASH),
            field("street", ColumnType.of(Kind.TEXT), false, "pii", Mask.REDACT),
            field("born", ColumnType.of(Kind.DATE), false, "pii", Mask.NULLIFY),
            field("code", new ColumnType(Kind.CHAR, 0, 0, 3, null), false, null, null),
            field("note", new ColumnType(Kind.VARCHAR, 0, 0, 5, null), false, null, null),
            field("amount", ColumnType.numeric(12, 2), false, null, null),
            field("day", ColumnType.of(Kind.DATE), false, null, null),
            new Field(
                "address",
                "",
                ColumnType.of(Kind.JSONB),
                false,
                Field.Constraints.none(),
                null,
                null,
                null,
                3,
                List.of(
                    field("street", ColumnType.of(Kind.TEXT), false, "pii", Mask.REDACT),
                    field("city", ColumnType.of(Kind.TEXT), true, null, null))),
            field("changed", ColumnType.of(Kind.TIMESTAMPTZ), true, null, null));
    return aContract()
        .of("public", "shop")
        .fields(fields)
        .key(List.of("id"), List.of("id"))
        .versionedBy(List.of("changed"))
        .build();
  }

  private static Field field(
      String name,
      ColumnType type,
      boolean required,
      @Nullable String classification,
      @Nullable Mask mask) {
    return new Field(
        name, "", type, required, Field.Constraints.none(), classification, mask, null, 3);
  }

  /** A feed of the contract. */
  public static Feed feed(@Nullable String deleteWhen, StepDeclaration... steps) {
    return new Feed(
        "shop",
        "feeds/shop.yaml",
        contract(),
        new FilesDeclaration(
            List.of("*.csv"),
            new Layout(
                Feed.Format.CSV,
                new Feed.Dialect(',', '"', null, true, List.of(), null, List.of()),
                "UTF-8",
                false,
                Feed.Compression.NONE,
                null,
                null),
            Duration.ZERO),
        new Feed.Decode(null, null, ZoneId.of("UTC"), true, false, false),
        List.of(steps),
        new Feed.Load(Feed.Mode.UPSERT, deleteWhen, Long.MAX_VALUE),
        Feed.Schedule.NONE,
        List.of());
  }

  /** Records of the contract and of the source's column op. */
  public static Schema schema() {
    return RecordSchemas.working(contract(), List.of("op"));
  }

  /** A record that passes, with these values besides: name, value, name, value … */
  public static GenericRecord record(@Nullable Object... values) {
    GenericRecord record = new GenericData.Record(schema());
    record.put("id", 7L);
    record.put("changed", 0L);
    for (int i = 0; i < values.length; i += 2) {
      record.put((String) values[i], values[i + 1]);
    }
    return record;
  }
}
