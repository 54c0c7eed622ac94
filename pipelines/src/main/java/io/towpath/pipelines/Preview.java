package io.towpath.pipelines;

import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.core.Decoder;
import io.towpath.core.Manifest;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Reject;
import io.towpath.core.Violation;
import io.towpath.transforms.FoundMask;
import io.towpath.transforms.decode.Decoders;
import io.towpath.transforms.value.ValueText;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/** Reads the first records of a source and does to them what a load would do, up to the table. */
public final class Preview {
  private final int wanted;
  private final FoundMask found;
  private final List<Field> columns;
  private final List<Row> rows = new ArrayList<>();
  private final List<RejectedLines.Line> rejects = new ArrayList<>();
  private long deletions;
  private long filtered;

  private Preview(Contract contract, int wanted) {
    this.wanted = wanted;
    this.found = FoundMask.of(contract);
    this.columns = contract.fields().stream().filter(field -> field.generated() == null).toList();
  }

  /**
   * A record as a row of the table.
   *
   * @param cells texts of the columns, in order, masked as the contract says
   */
  public record Row(String place, List<@Nullable String> cells) {}

  /** Looks at the first records, in the order of the source. */
  public static Preview of(Session session, FeedPlan plan, int records) {
    Preview preview = new Preview(plan.feed().contract(), records);
    Decoder decoder = Decoders.of(plan.feed(), plan.working());
    RecordPath path = RecordPath.of(plan);
    Sample.read(
        session,
        plan.feed(),
        records,
        (part, chunk) -> {
          long unused =
              decoder.decode(chunk, path.into(preview.new Rows(part), preview.new Deletions(part)));
          return !preview.isEnough();
        });
    return preview;
  }

  /** Names of the columns that the source fills. */
  public List<String> columns() {
    return columns.stream().map(Field::name).toList();
  }

  /** What would become rows. */
  public List<Row> rows() {
    return List.copyOf(rows);
  }

  /** What would be rejected, without the raw records. */
  public List<RejectedLines.Line> rejects() {
    return List.copyOf(rejects);
  }

  /** How many records would delete their key. */
  public long deletions() {
    return deletions;
  }

  /** How many records the feed's steps leave out. */
  public long filtered() {
    return filtered;
  }

  private boolean isEnough() {
    return rows.size() + rejects.size() + deletions + filtered >= wanted;
  }

  /** Takes what becomes rows, until it is enough. */
  private class Rows implements Outlet {
    private final Manifest.Part part;

    Rows(Manifest.Part part) {
      this.part = part;
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      if (!isEnough()) {
        rows.add(new Row(RejectedLines.place(part, origin), cells(record)));
      }
    }

    @Override
    public void reject(Origin origin, Violation violation) {
      if (!isEnough()) {
        Reject reject =
            new Reject(
                origin,
                violation.reason().code(),
                violation.column(),
                found.found(violation),
                violation.expected());
        rejects.add(new RejectedLines.Line(RejectedLines.place(part, origin), reject, ""));
      }
    }

    @Override
    public void filter(Origin origin) {
      if (!isEnough()) {
        filtered++;
      }
    }
  }

  /** Counts what deletes. */
  private final class Deletions extends Rows {

    Deletions(Manifest.Part part) {
      super(part);
    }

    @Override
    public void record(GenericRecord record, Origin origin) {
      if (!isEnough()) {
        deletions++;
      }
    }
  }

  private List<@Nullable String> cells(GenericRecord record) {
    List<@Nullable String> cells = new ArrayList<>();
    for (Field column : columns) {
      Object value = record.get(column.name());
      cells.add(value == null ? null : ValueText.of(value, column.type()));
    }
    return cells;
  }
}
