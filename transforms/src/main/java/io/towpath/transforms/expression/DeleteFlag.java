package io.towpath.transforms.expression;

import io.towpath.config.Feed;
import io.towpath.core.Reason;
import io.towpath.core.Violation;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.projectnessie.cel.common.types.BoolT;
import org.projectnessie.cel.common.types.ref.Val;

/** Tells which records delete their key: those for which the feed's {@code deleteWhen} is true. */
public final class DeleteFlag {
  private final @Nullable Expression expression;
  private final @Nullable Violation failure;

  private DeleteFlag(@Nullable Expression expression, @Nullable Violation failure) {
    this.expression = expression;
    this.failure = failure;
  }

  /**
   * Binds the feed's condition; where there is none, no record deletes. One instance serves one
   * thread.
   */
  public static DeleteFlag bind(Feed feed, Schema schema) {
    String text = feed.load().deleteWhen();
    if (text == null) {
      return new DeleteFlag(null, null);
    }
    return new DeleteFlag(
        Expression.compile(feed, schema, new Expression.Source("deleteWhen", text, 1), true),
        new Violation(
            Reason.EXPRESSION, null, null, "values for which " + text + " is true or false"));
  }

  /** What a record is to its key. */
  public enum Operation {
    UPSERT,
    DELETE,
    /** The condition fails on the record; {@link #failure()} says so. */
    UNKNOWN
  }

  /** What the record is to its key. */
  public Operation of(GenericRecord record) {
    if (expression == null) {
      return Operation.UPSERT;
    }
    Val result = expression.evaluate(record);
    if (result == BoolT.True) {
      return Operation.DELETE;
    }
    return result == BoolT.False ? Operation.UPSERT : Operation.UNKNOWN;
  }

  /** What to reject a record with whose operation is unknown. */
  public Violation failure() {
    if (failure == null) {
      throw new IllegalStateException("a feed without deleteWhen has no records that fail it");
    }
    return failure;
  }
}
