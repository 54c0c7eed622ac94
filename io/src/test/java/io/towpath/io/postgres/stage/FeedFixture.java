package io.towpath.io.postgres.stage;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.Layout;
import io.towpath.config.Secret;
import io.towpath.contract.Contract;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.Check;
import io.towpath.core.Manifest;
import io.towpath.core.Origin;
import io.towpath.core.OutcomeWriter;
import io.towpath.core.RunContext;
import io.towpath.core.SplitId;
import io.towpath.core.Tally;
import io.towpath.io.postgres.Batches;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.postgres.publish.Publication;
import io.towpath.io.postgres.publish.Publisher;
import io.towpath.testing.EmbeddedPostgres;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.jspecify.annotations.Nullable;

/** Loads orders by hand, as the pipeline does it: batch, stage, buckets, publish. */
public final class FeedFixture {
  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");
  private static final int BUCKETS = 3;

  private final EmbeddedPostgres postgres;
  private final WarehouseAddress address;
  private final Feed feed;
  private final Schema schema;

  private FeedFixture(EmbeddedPostgres postgres, Feed feed, WarehouseAddress.Logins logins) {
    this.postgres = postgres;
    this.address = new WarehouseAddress(postgres.url(), new Secret(postgres.user()), null, logins);
    this.feed = feed;
    this.schema = RecordSchemas.working(feed.contract(), List.of());
    Migrations.migrate(new WarehouseAddress(postgres.url(), new Secret(postgres.user()), null));
    execute(
        "insert into towpath.lease values ('"
            + feed.name()
            + "', 'write', 1, 'test', 'here', 1, 'm', null, now(), 'infinity')"
            + " on conflict do nothing");
  }

  /** A feed of a fresh ledger; rows with operation D delete. */
  public static FeedFixture of(EmbeddedPostgres postgres, Contract contract, Feed.Mode mode) {
    return of(postgres, contract, mode, WarehouseAddress.Logins.ONE);
  }

  /** The same with logins of choice. */
  public static FeedFixture of(
      EmbeddedPostgres postgres,
      Contract contract,
      Feed.Mode mode,
      WarehouseAddress.Logins logins) {
    Feed feed =
        new Feed(
            contract.table(),
            "feeds/orders.yaml",
            contract,
            new FilesDeclaration(
                List.of(),
                new Layout(
                    Feed.Format.CSV,
                    new Feed.Dialect(',', '"', null, true, List.of(), null, List.of()),
                    "UTF-8",
                    false,
                    Feed.Compression.AUTO,
                    null,
                    null),
                Duration.ZERO),
            new Feed.Decode(null, null, ZoneOffset.UTC, true, false, false),
            List.of(),
            new Feed.Load(mode, mode.merges() ? "op == 'D'" : null, 1000),
            Feed.Schedule.NONE,
            List.of());
    return new FeedFixture(postgres, feed, logins);
  }

  /** One order; {@code version} is the hour of its last change. */
  public record Order(
      char operation, long id, @Nullable String day, String amount, String note, int version) {
    public static Order of(long id, String day, String amount, int version) {
      return new Order('U', id, day, amount, "note " + amount, version);
    }

    public Order deleted() {
      return new Order('D', id, day, amount, note, version);
    }

    public Order noted(String text) {
      return new Order(operation, id, day, amount, text, version);
    }
  }

  public WarehouseAddress address() {
    return address;
  }

  public Feed feed() {
    return feed;
  }

  /** Stages and publishes orders as one batch. */
  public Publication load(long batch, Order... orders) {
    Staged staged = stage(batch, "r" + batch, orders);
    return publish(staged.run().run());
  }

  public Publication publish(String run, Check... checks) {
    return Publisher.of(address, step -> {}).publish(feed, run, 1, List.of(checks));
  }

  /** A staged run. */
  public record Staged(RunContext run, StageTable stage, List<List<byte[]>> blocks) {}

  /** Stages orders as one batch. */
  public Staged stage(long batch, String name, Order... orders) {
    Staged staged = plan(batch, name, orders);
    for (int bucket = 0; bucket < BUCKETS; bucket++) {
      writer(staged).stage(staged.run(), bucket, staged.blocks().get(bucket));
    }
    return staged;
  }

  /** Plans a run and encodes its orders, and stages nothing. */
  public Staged plan(long batch, String name, Order... orders) {
    RunContext run = new RunContext(feed.name(), feed.name() + name, 1, BUCKETS, NOON);
    new Batches(address).register(manifest(batch, orders.length));
    Stages stages = Stages.of(address);
    StageTable stage = stages.plan(feed, run);
    new Runs(address)
        .plan(
            new RunRow.Plan(
                run.run(),
                feed.name(),
                1,
                feed.load().mode(),
                stage.swap() ? RunRow.Way.SWAP : RunRow.Way.APPLY,
                batch,
                batch,
                BUCKETS,
                stage.name(),
                "1.0.0",
                1,
                NOON));
    stages.create(feed, stage, run);
    return new Staged(run, stage, encode(run, stage, batch, orders));
  }

  public BucketWriter writer(Staged staged) {
    return BucketWriter.of(address, staged.stage(), Duration.ofSeconds(20), BucketWriter.budget());
  }

  private List<List<byte[]>> encode(RunContext run, StageTable stage, long batch, Order[] orders) {
    RowEncoder encoder = RowEncoder.bind(feed.contract(), schema, run, stage);
    List<OutcomeWriter> writers = new ArrayList<>();
    for (int i = 0; i < BUCKETS; i++) {
      writers.add(new OutcomeWriter());
    }
    SplitId split = new SplitId(batch, 0, 0);
    long emitted = 0;
    for (int i = 0; i < orders.length; i++) {
      Origin origin = new Origin(batch, 0, i, 0, i + 1);
      emitted += origin.identity();
      var violation = encoder.encode(record(orders[i]), origin, "orders.csv", orders[i].operation);
      if (violation != null) {
        throw new AssertionError(violation.toString());
      }
      boolean keyless = feed.contract().mergeKey().isEmpty();
      int bucket =
          keyless ? Buckets.ofSplit(split, BUCKETS) : Buckets.ofKey(encoder.key(), BUCKETS);
      writers
          .get(bucket)
          .record(
              orders[i].operation,
              encoder.partition(),
              encoder.key(),
              encoder.order(),
              encoder.tuple());
    }
    writers
        .get(Buckets.ofSplit(split, BUCKETS))
        .tally(new Tally(split, 0, orders.length, true, orders.length, 0, 0, emitted));
    return writers.stream().map(writer -> List.of(writer.take())).toList();
  }

  private GenericData.Record record(Order order) {
    GenericData.Record record = new GenericData.Record(schema);
    record.put("id", order.id);
    record.put("day", order.day == null ? null : (int) LocalDate.parse(order.day).toEpochDay());
    record.put("amount", new BigDecimal(order.amount));
    record.put("note", order.note);
    Instant updated = NOON.plus(order.version, ChronoUnit.HOURS);
    record.put("updated_at", ChronoUnit.MICROS.between(Instant.EPOCH, updated));
    return record;
  }

  private Manifest manifest(long batch, int records) {
    Manifest.Split split = new Manifest.Split(0, 0, records, 1);
    Manifest.Part part =
        new Manifest.Part(
            0, "orders/" + batch, "orders.csv", records, 1, "", "", NOON, List.of(split));
    return new Manifest(feed.name(), batch, "attempt", NOON, List.of(part), null);
  }

  /** The target as {@code id day amount} lines in order. */
  public List<String> target() {
    return query(
        "select concat_ws(' ', id, day, amount) from shop."
            + feed.contract().table()
            + " order by id, day, amount");
  }

  public List<String> query(String sql) {
    List<String> rows = new ArrayList<>();
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        rows.add(Objects.toString(row.getString(1)));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  public void execute(String sql) {
    try (Connection connection = postgres.connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
