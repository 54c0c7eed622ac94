package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.BoundStep;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Violation;
import io.towpath.transforms.expression.DeleteFlag;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericRecord;

/**
 * What a decoded record goes through: the feed's own steps, then those of rows or those of
 * deletions. Bound once per worker; not for several threads.
 */
final class RecordPath {
  private final BoundStep declared;
  private final BoundStep upserts;
  private final BoundStep deletions;
  private final DeleteFlag flag;
  private final int gone;

  private RecordPath(FeedPlan plan) {
    declared = plan.bindDeclared();
    upserts = plan.bind(plan.upserts());
    deletions = plan.bind(plan.deletions());
    flag = DeleteFlag.bind(plan.feed(), plan.working());
    Schema.Field mark = plan.working().getField(Feed.GONE);
    gone = mark == null ? -1 : mark.pos();
  }

  static RecordPath of(FeedPlan plan) {
    return new RecordPath(plan);
  }

  /**
   * The outlet for a decoder.
   *
   * @param rows takes what becomes a row, and all that is rejected or filtered on the way
   * @param deletes takes what deletes its key
   */
  Outlet into(Outlet rows, Outlet deletes) {
    return new Declared(new Divided(rows, deletes), deletes);
  }

  /** Sends what the decoder found through the feed's own steps, which are for rows that exist. */
  private final class Declared implements Outlet {
    private final Outlet next;
    private final Outlet deletes;

    Declared(Outlet next, Outlet deletes) {
      this.next = next;
      this.deletes = deletes;
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      if (gone >= 0 && record.get(gone) != null) {
        deletions.apply(record, origin, deletes);
      } else {
        declared.apply(record, origin, next);
      }
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      next.reject(origin, violation);
    }

    @Override
    public void filter(Origin origin) {
      next.filter(origin);
    }
  }

  /** Sends rows and deletions their own ways. */
  private final class Divided implements Outlet {
    private final Outlet rows;
    private final Outlet deletes;

    Divided(Outlet rows, Outlet deletes) {
      this.rows = rows;
      this.deletes = deletes;
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      switch (flag.of(record)) {
        case UPSERT -> upserts.apply(record, origin, rows);
        case DELETE -> deletions.apply(record, origin, deletes);
        case UNKNOWN -> rows.reject(origin, flag.failure());
      }
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      rows.reject(origin, violation);
    }

    @Override
    public void filter(Origin origin) {
      rows.filter(origin);
    }
  }
}
