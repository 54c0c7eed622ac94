package io.towpath.io.postgres.publish;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.io.postgres.publish.LoadPlan.Count;
import io.towpath.io.postgres.publish.LoadPlan.Statement;
import io.towpath.io.postgres.stage.DeletionMark;
import io.towpath.io.postgres.stage.Identifier;
import io.towpath.io.postgres.stage.PartitionScheme;
import io.towpath.io.postgres.stage.StageTable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Plans how an apply stage {@code s} is merged into the live target {@code t}. Rows are matched on
 * the merge key; of two, the one with the greater version wins, then the one of the later batch.
 * What the mode soft-delete deletes stays, with a mark that only a newer version takes away.
 *
 * <p>Not by ON CONFLICT or MERGE: on a partitioned table these can neither move a row to another
 * partition nor leave a newer one alone, and do not tell inserts from updates.
 */
final class ApplyPlan {
  private final StageTable stage;
  private final Contract contract;
  private final boolean tombstones;

  /** Column that marks rows as deleted, quoted; empty where they are removed. */
  private final String mark;

  private ApplyPlan(StageTable stage, boolean tombstones, Feed.Mode mode) {
    this.stage = stage;
    this.contract = stage.contract();
    this.tombstones = tombstones;
    this.mark = mode == Feed.Mode.SOFT_DELETE ? Identifier.quoted(DeletionMark.of(contract)) : "";
  }

  /**
   * The plan of a mode.
   *
   * @param tombstones whether the target has a table of deletes
   * @param run instant of the run, when rows that it marks were deleted
   */
  static LoadPlan of(StageTable stage, Feed.Mode mode, boolean tombstones, Instant run) {
    ApplyPlan plan = new ApplyPlan(stage, tombstones, mode);
    return new LoadPlan(mode.merges() ? plan.merge(run) : plan.append());
  }

  /** With a key, rows that are there already stay as they are. */
  private List<Statement> append() {
    if (contract.mergeKey().isEmpty()) {
      return List.of(new Statement("insert", insert(), Count.INSERTED));
    }
    String present = "exists (select from " + stage.target() + " t where " + sameKey("t") + ")";
    return List.of(
        new Statement(
            "count kept",
            "select count(*) from " + stage.relation() + " s\nwhere " + present,
            Count.KEPT),
        new Statement("insert", insert() + "\nwhere not " + present, Count.INSERTED));
  }

  private List<Statement> merge(Instant run) {
    List<Statement> statements = new ArrayList<>();
    statements.add(new Statement("count kept", countKept(), Count.KEPT));
    if (stage.deletes()) {
      statements.add(
          mark.isEmpty()
              ? new Statement("delete", delete(), Count.DELETED)
              : new Statement("mark deleted", markDeleted(run), Count.DELETED));
      statements.add(Statement.of("remember deletes", remember(stage, stage.relation(), "D")));
    }
    if (!compared().isEmpty() || !mark.isEmpty()) {
      statements.add(new Statement("update", update(), Count.UPDATED));
    }
    statements.add(new Statement("insert", insertMissing(), Count.INSERTED));
    return statements;
  }

  /** Counted before anything changes, so that the book can tell when a statement did otherwise. */
  private String countKept() {
    String deletesNothing =
        (mark.isEmpty() ? "" : "t." + mark + " is not null or ")
            + "t._batch is null or not "
            + notNewer("t");
    String insertsNothing =
        tombstones ? "d._batch is not null and " + order("s") + " <= " + order("d") : "false";
    String updatesNothing =
        "not (" + notNewer("t") + " and " + changes("not (" + insertsNothing + ")") + ")";
    return "select count(*) from "
        + stage.relation()
        + " s\nleft join "
        + stage.target()
        + " t on "
        + sameKey("t")
        + (tombstones ? "\nleft join " + stage.tombstones() + " d on " + sameKey("d") : "")
        + "\nwhere case when s._op = 'D' then "
        + deletesNothing
        + "\n  when t._batch is not null then "
        + updatesNothing
        + "\n  else "
        + insertsNothing
        + " end";
  }

  /** The run's batch is kept in the row, as that of an update is. */
  private String markDeleted(Instant run) {
    return "update "
        + stage.target()
        + " t set "
        + mark
        + " = timestamptz '"
        + run
        + "', _batch = s._batch\nfrom "
        + stage.relation()
        + " s\nwhere s._op = 'D' and "
        + sameKey("t")
        + "\n  and "
        + notNewer("t")
        + "\n  and t."
        + mark
        + " is null";
  }

  private String delete() {
    return "delete from "
        + stage.target()
        + " t using "
        + stage.relation()
        + " s\nwhere s._op = 'D' and "
        + sameKey("t")
        + "\n  and "
        + notNewer("t");
  }

  /**
   * Remembers deletes, each with its newest version.
   *
   * @param source table of the rows
   * @param operation which of them are deletes, empty if all
   */
  static String remember(StageTable stage, String source, String operation) {
    ApplyPlan plan = new ApplyPlan(stage, true, Feed.Mode.UPSERT);
    List<String> columns = new ArrayList<>(stage.contract().mergeKey());
    List<String> versions = new ArrayList<>(stage.contract().versionedBy());
    versions.removeAll(columns);
    versions.add(PartitionScheme.BATCH);
    columns.addAll(versions);
    return "insert into "
        + stage.tombstones()
        + " as d ("
        + Identifier.quoted(columns)
        + ")\nselect "
        + Identifier.quoted(columns)
        + " from "
        + source
        + (operation.isEmpty() ? "" : " where _op = '" + operation + "'")
        + "\non conflict ("
        + Identifier.quoted(stage.contract().mergeKey())
        + ") do update set "
        + versions.stream()
            .map(name -> Identifier.quoted(name) + " = excluded." + Identifier.quoted(name))
            .collect(Collectors.joining(", "))
        + "\nwhere "
        + plan.order("d")
        + " < "
        + plan.order("excluded");
  }

  private String update() {
    return "update "
        + stage.target()
        + " t set "
        + columns(this::isUpdated).stream()
            .map(name -> Identifier.quoted(name) + " = s." + Identifier.quoted(name))
            .collect(Collectors.joining(", "))
        + (mark.isEmpty() ? "" : ", " + mark + " = null")
        + "\nfrom "
        + stage.relation()
        + " s\nwhere s._op = 'U' and "
        + sameKey("t")
        + "\n  and "
        + notNewer("t")
        + "\n  and "
        + changes(tombstones ? notRemembered() : "true");
  }

  private boolean isUpdated(Field field) {
    return !contract.mergeKey().contains(field.name()) && !DeletionMark.isDeclared(field);
  }

  /**
   * Whether an update shows: in a row that is marked as deleted it always does.
   *
   * @param notRemembered whether no delete that is newer or equal is remembered
   */
  private String changes(String notRemembered) {
    return mark.isEmpty()
        ? differs()
        : "case when t."
            + mark
            + " is null then "
            + differs()
            + "\n    else "
            + notRemembered
            + " end";
  }

  private String differs() {
    if (compared().isEmpty()) {
      return "false";
    }
    return "(" + of("t", compared()) + ")\n    is distinct from (" + of("s", compared()) + ")";
  }

  private String insertMissing() {
    String sql =
        insert()
            + "\nwhere s._op = 'U'\n  and not exists (select from "
            + stage.target()
            + " t where "
            + sameKey("t")
            + ")";
    return tombstones ? sql + "\n  and " + notRemembered() : sql;
  }

  private String notRemembered() {
    return "not exists (select from "
        + stage.tombstones()
        + " d where "
        + sameKey("d")
        + "\n    and "
        + order("s")
        + " <= "
        + order("d")
        + ")";
  }

  private String insert() {
    List<String> all = columns(field -> true);
    return "insert into "
        + stage.target()
        + " ("
        + Identifier.quoted(all)
        + ")\nselect "
        + of("s", all)
        + "\nfrom "
        + stage.relation()
        + " s";
  }

  private String sameKey(String table) {
    return contract.mergeKey().stream()
        .map(Identifier::quoted)
        .map(name -> table + "." + name + " = s." + name)
        .collect(Collectors.joining(" and "));
  }

  private String notNewer(String table) {
    return order(table) + " <= " + order("s");
  }

  /**
   * What decides between two rows of one key, in the order that encoded rows have: null is the
   * lowest, and texts are compared by their bytes.
   */
  private String order(String table) {
    List<String> terms = new ArrayList<>();
    for (String name : contract.versionedBy()) {
      Field field = contract.field(name).orElseThrow();
      String column = table + "." + Identifier.quoted(name);
      Kind kind = field.type().kind();
      boolean isText = kind == Kind.TEXT || kind == Kind.VARCHAR;
      if (!field.required()) {
        terms.add("(" + column + " is not null)");
        column = "coalesce(" + column + ", " + anyValue(kind) + ")";
      }
      terms.add(isText ? column + " collate \"C\"" : column);
    }
    terms.add(table + "." + PartitionScheme.BATCH);
    return "(" + String.join(", ", terms) + ")";
  }

  /** Stands for null after it was compared as such; which value it is does not matter. */
  private static String anyValue(Kind kind) {
    return switch (kind) {
      case SMALLINT, INTEGER, BIGINT, NUMERIC, REAL, DOUBLE -> "0";
      case BOOLEAN -> "false";
      case DATE -> "date '2000-01-01'";
      case TIME -> "time '00:00'";
      case TIMESTAMP -> "timestamp '2000-01-01'";
      case TIMESTAMPTZ -> "timestamptz '2000-01-01 00:00:00+00'";
      case UUID -> "uuid '00000000-0000-0000-0000-000000000000'";
      case TEXT, VARCHAR, CHAR, JSONB, BYTEA, ARRAY -> "''";
    };
  }

  /**
   * Columns by which an update shows: neither the key nor what Towpath fills. Where nothing but the
   * batch tells versions apart, the batch is one of them, so that a late older one loses.
   */
  private List<String> compared() {
    List<String> names =
        columns(field -> !contract.mergeKey().contains(field.name()) && field.generated() == null);
    if (!contract.versionedBy().isEmpty()) {
      names.remove(PartitionScheme.BATCH);
    }
    return names;
  }

  private List<String> columns(Predicate<Field> which) {
    List<String> names =
        contract.fields().stream()
            .filter(which)
            .map(Field::name)
            .collect(Collectors.toCollection(ArrayList::new));
    names.add(PartitionScheme.BATCH);
    return names;
  }

  private static String of(String table, List<String> columns) {
    return columns.stream()
        .map(name -> table + "." + Identifier.quoted(name))
        .collect(Collectors.joining(", "));
  }
}
