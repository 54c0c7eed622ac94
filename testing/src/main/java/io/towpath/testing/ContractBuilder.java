package io.towpath.testing;

import io.towpath.contract.Contract;
import io.towpath.contract.Contract.Partitioning;
import io.towpath.contract.Contract.Quality;
import io.towpath.contract.Contract.SqlRule;
import io.towpath.contract.Field;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Builds contracts without a file. Unless told otherwise, one is of the table {@code public.t}, has
 * no columns, no keys and no rules, and allows no rejects.
 */
public final class ContractBuilder {
  private String schema = "public";
  private String table = "t";
  private List<Field> fields = List.of();
  private List<String> primaryKey = List.of();
  private List<String> mergeKey = List.of();
  private List<String> versionedBy = List.of();
  private @Nullable Partitioning partitioning;
  private List<List<String>> indexes = List.of();
  private List<SqlRule> rules = List.of();
  private List<Quality> quality = List.of();
  private @Nullable BigDecimal errorRate = BigDecimal.ZERO;

  private ContractBuilder() {}

  /** A contract of nothing. */
  public static ContractBuilder aContract() {
    return new ContractBuilder();
  }

  /** The same table, of which something is to be different. */
  public static ContractBuilder like(Contract contract) {
    ContractBuilder builder =
        new ContractBuilder()
            .of(contract.schema(), contract.table())
            .fields(contract.fields())
            .key(contract.primaryKey(), contract.mergeKey())
            .versionedBy(contract.versionedBy())
            .partitionedBy(contract.partitioning())
            .indexes(contract.indexes())
            .errorRate(contract.errorRate());
    builder.rules = contract.rules();
    builder.quality = contract.quality();
    return builder;
  }

  /** Of a table. */
  public ContractBuilder of(String schemaName, String tableName) {
    schema = schemaName;
    table = tableName;
    return this;
  }

  /** With these columns. */
  public ContractBuilder fields(List<Field> columns) {
    fields = List.copyOf(columns);
    return this;
  }

  /** With a primary key, and the smaller set of columns by which rows are merged. */
  public ContractBuilder key(List<String> primary, List<String> merge) {
    primaryKey = primary;
    mergeKey = merge;
    return this;
  }

  /** With the columns that tell the later of two versions. */
  public ContractBuilder versionedBy(List<String> columns) {
    versionedBy = columns;
    return this;
  }

  /** With partitions, or one if null. */
  public ContractBuilder partitionedBy(@Nullable Partitioning by) {
    partitioning = by;
    return this;
  }

  /** With indexes, each a list of columns. */
  public ContractBuilder indexes(List<List<String>> columns) {
    indexes = columns;
    return this;
  }

  /** With rules and checks. */
  public ContractBuilder judgedBy(List<SqlRule> sql, List<Quality> metrics) {
    rules = List.copyOf(sql);
    quality = List.copyOf(metrics);
    return this;
  }

  /** With a share of rejects in percent that is borne, null if the contract does not say. */
  public ContractBuilder errorRate(@Nullable BigDecimal percent) {
    errorRate = percent;
    return this;
  }

  /** The contract. */
  public Contract build() {
    return new Contract(
        table + ".odcs.yaml",
        table,
        "1.0.0",
        "active",
        schema,
        table,
        table,
        "",
        fields,
        primaryKey,
        mergeKey,
        versionedBy,
        partitioning,
        indexes,
        rules,
        quality,
        errorRate,
        List.of());
  }
}
