package io.towpath.io.postgres.publish;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.Contract;
import io.towpath.io.postgres.stage.FeedFixture;
import io.towpath.io.postgres.stage.OrderContracts;
import io.towpath.io.postgres.stage.StageTable;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class LoadPlanTest {

  @Test
  void mergesAnUpsertByKeyAndVersion() {
    StageTable stage = StageTable.of(OrderContracts.monthly("orders"), "r7", false, true);

    assertThat(text(ApplyPlan.of(stage, Feed.Mode.UPSERT, true, FeedFixture.NOON)))
        .isEqualTo(
            """
            -- count kept, KEPT
            select count(*) from towpath_stage.orders_r7 s
            left join shop.orders t on t.id = s.id
            left join towpath_tombstones."shop.orders" d on d.id = s.id
            where case when s._op = 'D' then t._batch is null or not ((t.updated_at is not null), coalesce(t.updated_at, timestamptz '2000-01-01 00:00:00+00'), t._batch) <= ((s.updated_at is not null), coalesce(s.updated_at, timestamptz '2000-01-01 00:00:00+00'), s._batch)
              when t._batch is not null then not (((t.updated_at is not null), coalesce(t.updated_at, timestamptz '2000-01-01 00:00:00+00'), t._batch) <= ((s.updated_at is not null), coalesce(s.updated_at, timestamptz '2000-01-01 00:00:00+00'), s._batch) and (t.day, t.amount, t.note, t.updated_at)
                is distinct from (s.day, s.amount, s.note, s.updated_at))
              else d._batch is not null and ((s.updated_at is not null), coalesce(s.updated_at, timestamptz '2000-01-01 00:00:00+00'), s._batch) <= ((d.updated_at is not null), coalesce(d.updated_at, timestamptz '2000-01-01 00:00:00+00'), d._batch) end
            -- delete, DELETED
            delete from shop.orders t using towpath_stage.orders_r7 s
            where s._op = 'D' and t.id = s.id
              and ((t.updated_at is not null), coalesce(t.updated_at, timestamptz '2000-01-01 00:00:00+00'), t._batch) <= ((s.updated_at is not null), coalesce(s.updated_at, timestamptz '2000-01-01 00:00:00+00'), s._batch)
            -- remember deletes, NONE
            insert into towpath_tombstones."shop.orders" as d (id, updated_at, _batch)
            select id, updated_at, _batch from towpath_stage.orders_r7 where _op = 'D'
            on conflict (id) do update set updated_at = excluded.updated_at, _batch = excluded._batch
            where ((d.updated_at is not null), coalesce(d.updated_at, timestamptz '2000-01-01 00:00:00+00'), d._batch) < ((excluded.updated_at is not null), coalesce(excluded.updated_at, timestamptz '2000-01-01 00:00:00+00'), excluded._batch)
            -- update, UPDATED
            update shop.orders t set day = s.day, amount = s.amount, note = s.note, updated_at = s.updated_at, loaded_at = s.loaded_at, _batch = s._batch
            from towpath_stage.orders_r7 s
            where s._op = 'U' and t.id = s.id
              and ((t.updated_at is not null), coalesce(t.updated_at, timestamptz '2000-01-01 00:00:00+00'), t._batch) <= ((s.updated_at is not null), coalesce(s.updated_at, timestamptz '2000-01-01 00:00:00+00'), s._batch)
              and (t.day, t.amount, t.note, t.updated_at)
                is distinct from (s.day, s.amount, s.note, s.updated_at)
            -- insert, INSERTED
            insert into shop.orders (id, day, amount, note, updated_at, loaded_at, _batch)
            select s.id, s.day, s.amount, s.note, s.updated_at, s.loaded_at, s._batch
            from towpath_stage.orders_r7 s
            where s._op = 'U'
              and not exists (select from shop.orders t where t.id = s.id)
              and not exists (select from towpath_tombstones."shop.orders" d where d.id = s.id
                and ((s.updated_at is not null), coalesce(s.updated_at, timestamptz '2000-01-01 00:00:00+00'), s._batch) <= ((d.updated_at is not null), coalesce(d.updated_at, timestamptz '2000-01-01 00:00:00+00'), d._batch))
            """);
  }

  @Test
  void marksWhatASoftDeleteDeletes() {
    StageTable stage = StageTable.of(OrderContracts.unversioned("orders"), "r7", false, true);

    assertThat(text(ApplyPlan.of(stage, Feed.Mode.SOFT_DELETE, true, FeedFixture.NOON)))
        .isEqualTo(
            """
            -- count kept, KEPT
            select count(*) from towpath_stage.orders_r7 s
            left join shop.orders t on t.id = s.id
            left join towpath_tombstones."shop.orders" d on d.id = s.id
            where case when s._op = 'D' then t._deleted_at is not null or t._batch is null or not (t._batch) <= (s._batch)
              when t._batch is not null then not ((t._batch) <= (s._batch) and case when t._deleted_at is null then (t.day, t.amount, t.note, t.updated_at, t._batch)
                is distinct from (s.day, s.amount, s.note, s.updated_at, s._batch)
                else not (d._batch is not null and (s._batch) <= (d._batch)) end)
              else d._batch is not null and (s._batch) <= (d._batch) end
            -- mark deleted, DELETED
            update shop.orders t set _deleted_at = timestamptz '2026-01-31T12:00:00Z', _batch = s._batch
            from towpath_stage.orders_r7 s
            where s._op = 'D' and t.id = s.id
              and (t._batch) <= (s._batch)
              and t._deleted_at is null
            -- remember deletes, NONE
            insert into towpath_tombstones."shop.orders" as d (id, _batch)
            select id, _batch from towpath_stage.orders_r7 where _op = 'D'
            on conflict (id) do update set _batch = excluded._batch
            where (d._batch) < (excluded._batch)
            -- update, UPDATED
            update shop.orders t set day = s.day, amount = s.amount, note = s.note, updated_at = s.updated_at, loaded_at = s.loaded_at, _batch = s._batch, _deleted_at = null
            from towpath_stage.orders_r7 s
            where s._op = 'U' and t.id = s.id
              and (t._batch) <= (s._batch)
              and case when t._deleted_at is null then (t.day, t.amount, t.note, t.updated_at, t._batch)
                is distinct from (s.day, s.amount, s.note, s.updated_at, s._batch)
                else not exists (select from towpath_tombstones."shop.orders" d where d.id = s.id
                and (s._batch) <= (d._batch)) end
            -- insert, INSERTED
            insert into shop.orders (id, day, amount, note, updated_at, loaded_at, _batch)
            select s.id, s.day, s.amount, s.note, s.updated_at, s.loaded_at, s._batch
            from towpath_stage.orders_r7 s
            where s._op = 'U'
              and not exists (select from shop.orders t where t.id = s.id)
              and not exists (select from towpath_tombstones."shop.orders" d where d.id = s.id
                and (s._batch) <= (d._batch))
            """);
  }

  @Test
  void marksInTheColumnThatTheContractHasForIt() {
    StageTable stage = StageTable.of(OrderContracts.marked("orders"), "r7", false, true);

    String plan = text(ApplyPlan.of(stage, Feed.Mode.SOFT_DELETE, false, FeedFixture.NOON));

    assertThat(plan)
        .contains("update shop.orders t set gone_at = timestamptz '2026-01-31T12:00:00Z', _batch")
        .contains("loaded_at = s.loaded_at, _batch = s._batch, gone_at = null\n")
        .doesNotContain("gone_at = s.gone_at", "_deleted_at");
  }

  @Test
  void appendsWhatHasNoKeyAsItIs() {
    StageTable stage = StageTable.of(OrderContracts.keyless("orders"), "r7", false, false);

    assertThat(text(ApplyPlan.of(stage, Feed.Mode.APPEND, false, FeedFixture.NOON)))
        .isEqualTo(
            """
            -- insert, INSERTED
            insert into shop.orders (id, day, amount, note, updated_at, loaded_at, _batch)
            select s.id, s.day, s.amount, s.note, s.updated_at, s.loaded_at, s._batch
            from towpath_stage.orders_r7 s
            """);
  }

  @Test
  void exchangesPartitionsUnderTheNamesOfTheOldOnes() {
    Contract contract = OrderContracts.monthly("orders");
    StageTable stage = StageTable.of(contract, "r7", true, false);
    String bounds = "FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')";
    SwapPlan.Found found =
        new SwapPlan.Found(
            List.of("orders_p202512", "orders_p202601"),
            List.of(new SwapPlan.Twin("orders_r7_p202601", bounds)),
            true,
            true);

    assertThat(text(SwapPlan.of(stage, Feed.Mode.REPLACE, found)))
        .isEqualTo(
            """
            -- drop old partitions, NONE
            drop table shop.orders_p202512, shop.orders_p202601
            -- forget deletes, NONE
            delete from towpath_tombstones."shop.orders"
            -- exchange orders_p202601, NONE
            alter table towpath_stage.orders_r7 detach partition towpath_stage.orders_r7_p202601
            -- exchange orders_p202601, NONE
            alter table towpath_stage.orders_r7_p202601 set schema shop
            -- exchange orders_p202601, NONE
            alter index shop.orders_r7_p202601_pkey rename to orders_p202601_pkey
            -- exchange orders_p202601, NONE
            alter index shop.orders_r7_p202601_note_idx rename to orders_p202601_note_idx
            -- exchange orders_p202601, NONE
            alter table shop.orders_r7_p202601 rename to orders_p202601
            -- exchange orders_p202601, NONE
            alter table shop.orders attach partition shop.orders_p202601 FOR VALUES FROM ('2026-01-01') TO ('2026-02-01')
            -- exchange orders_p202601, NONE
            alter table shop.orders_p202601 drop constraint if exists towpath_bounds
            -- exchange orders_p202601, NONE
            revoke all on table shop.orders_p202601 from towpath_copy
            """);
  }

  private static String text(LoadPlan plan) {
    return plan.statements().stream()
        .map(s -> "-- " + s.name() + ", " + s.count() + "\n" + s.sql() + "\n")
        .collect(Collectors.joining());
  }
}
