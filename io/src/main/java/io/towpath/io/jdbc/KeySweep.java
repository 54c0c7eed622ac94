package io.towpath.io.jdbc;

import io.towpath.config.Feed;
import io.towpath.config.JdbcDeclaration;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.source.AvroPart;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.SplitReader;
import java.sql.SQLException;
import java.time.Instant;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;

/**
 * Finds the keys that the table has and the source has no more, and lands one record for each that
 * deletes it: with the versions of the row that it deletes, so that a row which comes back later is
 * newer.
 *
 * <p><b>Bounded</b>: the warehouse holds the source's keys. <b>Guarantee</b>: at most so many rows
 * go as the feed allows, else the run ends with exit code {@code BLOCKED}. <b>Parallelism</b>: one
 * connection to each. <b>Failures</b>: as those of the source and of the warehouse.
 *
 * @param read when the keys were read
 */
record KeySweep(SourceKeys keys, SweepTarget target, String name, Instant read)
    implements SplitReader {
  private static final int RETRIES = 8;

  @Override
  public Manifest.Part land(PartPlace place) {
    try {
      return SqlRetry.times(RETRIES).get(() -> attempt(place));
    } catch (SQLException e) {
      throw SourceFailure.of(keys.source(), e);
    }
  }

  private Manifest.Part attempt(PartPlace place) throws SQLException {
    Schema schema = schema();
    try (KeyComparison comparison = KeyComparison.open(target.warehouse(), target.contract());
        AvroPart part = AvroPart.begin(place, name + "-gone", schema)) {
      if (comparison.hasTable()) {
        comparison.compareWith(keys);
        requireFew(comparison.extra(), comparison.rows());
        TargetRow row = new TargetRow(target.contract());
        comparison.extras(
            found -> {
              GenericData.Record record = row.read(found, schema);
              record.put(Feed.GONE, true);
              part.append(record);
            });
      }
      return part.commit(keys.source().database().place() + "#" + name + ", gone", read);
    }
  }

  private Schema schema() {
    SchemaBuilder.FieldAssembler<Schema> fields =
        SchemaBuilder.record("gone").namespace("io.towpath.source").fields();
    for (String column : KeyComparison.columns(target.contract())) {
      fields
          .name(column)
          .type(RecordSchemas.nullable(target.contract().field(column).orElseThrow().type()))
          .noDefault();
    }
    return fields.requiredBoolean(Feed.GONE).endRecord();
  }

  private void requireFew(long gone, long rows) {
    JdbcDeclaration.Sweep sweep = keys.source().sweep();
    if (sweep != null && gone * 100 > rows * sweep.maxDeletes()) {
      throw new TowpathException(
          ExitCode.BLOCKED,
          "source "
              + keys.source().database().place()
              + ": "
              + gone
              + " of "
              + rows
              + " keys of "
              + target.contract().schema()
              + "."
              + target.contract().table()
              + " are gone, more than source.jdbc.maxDeletes ("
              + sweep.maxDeletes()
              + " %) allows; nothing was landed. See 'towpath reconcile', and raise maxDeletes if"
              + " they are meant to go");
    }
  }
}
