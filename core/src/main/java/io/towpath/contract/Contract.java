package io.towpath.contract;

import io.towpath.core.Check;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A contract with one object, bound and checked for consistency.
 *
 * @param file path as the user named it
 * @param id ODCS id
 * @param version semantic version of the contract
 * @param status ODCS status
 * @param schema PostgreSQL schema of the target
 * @param object ODCS name of the object
 * @param table PostgreSQL table of the target
 * @param description comment of the table, empty if none
 * @param fields columns in the order of the contract
 * @param primaryKey columns of the primary key in key order, empty if none
 * @param mergeKey columns that tell whether two rows are the same thing: the smallest unique set
 *     that the contract declares inside its primary key, else the primary key; empty if none
 * @param versionedBy columns whose greatest values win among rows of one key; may be empty
 * @param partitioning how the table is partitioned, null if the contract does not say
 * @param indexes column lists
 * @param rules what each record must keep besides its fields' constraints
 * @param quality checks on the whole table, uncompiled
 * @param errorRate the share of read records in percent that may be rejected; 0 if not said
 */
public record Contract(
    String file,
    String id,
    String version,
    String status,
    String schema,
    String object,
    String table,
    String description,
    List<Field> fields,
    List<String> primaryKey,
    List<String> mergeKey,
    List<String> versionedBy,
    @Nullable Partitioning partitioning,
    List<List<String>> indexes,
    List<SqlRule> rules,
    List<Quality> quality,
    BigDecimal errorRate)
    implements Serializable {

  /** The field of a name. */
  public Optional<Field> field(String name) {
    return fields.stream().filter(field -> field.name().equals(name)).findFirst();
  }

  /** Range partitions on one column. {@code VALUE} means one partition per distinct value. */
  public record Partitioning(String column, Grain by) implements Serializable {
    /** The width of a partition. */
    public enum Grain {
      HOUR,
      DAY,
      WEEK,
      MONTH,
      QUARTER,
      YEAR,
      VALUE
    }
  }

  /**
   * A predicate in SQL that no record may fulfil; those that do are rejected.
   *
   * @param id unique within the contract
   * @param description in words
   * @param predicate the text after WHERE
   * @param place {@code file:line}
   */
  public record SqlRule(String id, String description, String predicate, String place)
      implements Serializable {}

  /**
   * A quality rule as the contract writes it, on an object or on one property.
   *
   * @param column null for rules on the object
   * @param metric nullValues, missingValues, invalidValues, duplicateValues or rowCount; null for SQL
   * @param query SQL with {@code {object}} and {@code {property}}; null for metrics
   * @param missingValues argument of missingValues
   * @param validValues argument of invalidValues
   * @param pattern argument of invalidValues
   * @param properties argument of duplicateValues on an object
   * @param percent whether the unit is percent rather than rows
   */
  public record Quality(
      String id,
      String description,
      String dimension,
      Check.Severity severity,
      @Nullable String column,
      @Nullable String metric,
      @Nullable String query,
      List<String> missingValues,
      List<String> validValues,
      @Nullable String pattern,
      List<String> properties,
      boolean percent,
      Check.Operator operator,
      List<BigDecimal> bounds,
      String place)
      implements Serializable {}
}
