package io.towpath.contract;

import io.towpath.core.Check;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
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
 * @param quality metrics and SQL, uncompiled: rules on rows where {@link Quality#judgesRows()},
 *     else checks on the whole table; {@code unique: true} is among them as duplicateValues
 * @param errorRate the share of read records in percent that may be rejected; null if not said
 * @param serviceLevels freshness, retention and frequency, in the order of the contract
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
    @Nullable BigDecimal errorRate,
    List<ServiceLevel> serviceLevels)
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
   * @param metric nullValues, missingValues, invalidValues, duplicateValues or rowCount; null for
   *     SQL
   * @param query SQL with {@code {object}} and {@code {property}}; null for metrics
   * @param validValues argument of invalidValues
   * @param pattern argument of invalidValues
   * @param properties argument of duplicateValues on an object
   * @param missingValues argument of missingValues, without null, which is always missing
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
      implements Serializable {

    /**
     * Whether no single row may break the rule, so that each row is judged on its own and those
     * that break it are rejected, instead of the table being judged as a whole.
     */
    public boolean judgesRows() {
      return metric != null
          && ROW_METRICS.contains(metric)
          && severity == Check.Severity.ERROR
          && operator == Check.Operator.MUST_BE
          && bounds.get(0).signum() == 0;
    }

    private static final Set<String> ROW_METRICS =
        Set.of("nullValues", "missingValues", "invalidValues");
  }

  /**
   * A promise about time. A month counts 30 days and a year 365.
   *
   * @param column whose values it speaks of, null for frequency
   * @param place {@code file:line}
   */
  public record ServiceLevel(
      Promise promise, @Nullable String column, Duration within, String place)
      implements Serializable {
    /** What is promised. */
    public enum Promise {
      /** The greatest value is at most this old. */
      FRESHNESS,
      /** The smallest value is at most this old. */
      RETENTION,
      /** New data comes at least this often. */
      FREQUENCY
    }
  }
}
