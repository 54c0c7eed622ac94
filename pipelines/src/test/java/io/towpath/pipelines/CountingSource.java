package io.towpath.pipelines;

import io.towpath.config.Settings;
import io.towpath.core.Manifest;
import io.towpath.io.source.AvroPart;
import io.towpath.io.source.Finding;
import io.towpath.io.source.PartPlace;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceFactory;
import io.towpath.io.source.SourcePlan;
import io.towpath.io.source.SplitReader;
import java.time.Instant;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** A source of a user's own: it counts, and goes on counting where it was. */
public final class CountingSource implements SourceFactory {
  private static final Schema ORDER =
      SchemaBuilder.record("order")
          .fields()
          .requiredLong("order_id")
          .requiredString("customer")
          .requiredString("amount")
          .requiredString("changed_at")
          .endRecord();

  @Override
  public String name() {
    return "counting";
  }

  @Override
  public List<String> mistakes(Settings settings) {
    return settings.mistakes(List.of("step", "token"), List.of());
  }

  @Override
  public Source open(Settings settings) {
    return new Counter(settings);
  }

  private record Counter(Settings settings) implements Source {
    @Override
    public SourcePlan plan(@Nullable String cursor) {
      long from = cursor == null ? 0 : Long.parseLong(cursor);
      String to = Long.toString(from + Long.parseLong(settings.get("step")));
      return new SourcePlan(
          List.of(new Stretch(settings, from, Long.parseLong(to))),
          0,
          new Manifest.Slice(Long.toString(from), to, to, true));
    }

    @Override
    public List<Finding> examine(@Nullable String cursor) {
      return List.of(Finding.good("", "counted to " + cursor));
    }
  }

  private record Stretch(Settings settings, long from, long to) implements SplitReader {
    @Override
    public Manifest.Part land(PartPlace place) {
      try (AvroPart part = AvroPart.begin(place, "counts", ORDER)) {
        for (long id = from + 1; id <= to; id++) {
          GenericData.Record order = new GenericData.Record(ORDER);
          order.put("order_id", id);
          order.put("customer", settings.get("token"));
          order.put("amount", "1.50");
          order.put("changed_at", "2026-01-05T00:00:00Z");
          part.append(order);
        }
        return part.commit("counting", Instant.EPOCH);
      }
    }
  }
}
