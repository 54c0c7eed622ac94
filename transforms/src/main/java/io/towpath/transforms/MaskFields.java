package io.towpath.transforms;

import io.towpath.config.Secret;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.BoundStep;
import io.towpath.core.Step;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Masks the values of the columns that the contract says so of, before they are staged. Hashes are
 * keyed: who knows a value but not the key cannot find it, and equal values stay equal.
 */
public final class MaskFields implements Step {
  /** Where the key of hashes comes from unless something else is said. */
  public static final Secret KEY = new Secret("${env:TOWPATH_MASK_KEY}");

  private final Contract contract;
  private final Secret key;

  private MaskFields(Contract contract, Secret key) {
    this.contract = contract;
    this.key = key;
  }

  /** Masks with the key from the environment; it is asked for only if a mask needs it. */
  public static MaskFields of(Contract contract) {
    return of(contract, KEY);
  }

  /** Masks with a key. */
  public static MaskFields of(Contract contract, Secret key) {
    return new MaskFields(contract, key);
  }

  @Override
  public BoundStep bind(Schema schema) {
    List<Masked> masked = new ArrayList<>();
    for (Field field : contract.fields()) {
      Schema.Field position = schema.getField(field.name());
      Mask mask = mask(field);
      if (position != null && mask != null) {
        masked.add(new Masked(position.pos(), mask));
      }
    }
    Masked[] bound = masked.toArray(Masked[]::new);
    return (record, origin, outlet) -> {
      for (Masked column : bound) {
        column.apply(record);
      }
      outlet.record(record, origin);
    };
  }

  private @Nullable Mask mask(Field field) {
    return field.mask() == null
        ? JsonMask.of(contract.file(), field, key)
        : Mask.of(contract.file(), field, key);
  }

  private record Masked(int at, Mask mask) {
    void apply(GenericRecord record) {
      Object value = record.get(at);
      if (value != null) {
        record.put(at, mask.of(value));
      }
    }
  }
}
