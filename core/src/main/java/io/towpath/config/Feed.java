package io.towpath.config;

import io.towpath.contract.Contract;
import java.io.Serializable;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One declared flow.
 *
 * @param name file name without .yaml
 * @param file path as the user named it
 * @param contract what the target promises
 * @param source where records come from
 * @param decode how text becomes typed values
 * @param steps what happens to each record, in order
 * @param load how rows reach the table
 * @param schedule when it runs
 * @param tags for selecting feeds
 */
public record Feed(
    String name,
    String file,
    Contract contract,
    SourceDeclaration source,
    Decode decode,
    List<StepDeclaration> steps,
    Load load,
    Schedule schedule,
    List<String> tags)
    implements Serializable {

  /** How its records lie in the raw zone. */
  public Layout layout() {
    return source.layout();
  }

  /** Format of parts, and of files but for {@code ITEMS}. */
  public enum Format {
    CSV,
    /** Lines with columns of fixed widths. */
    FIXED,
    /** One object per line. */
    NDJSON,
    /** An array of objects. */
    JSON,
    /** Elements at a path. */
    XML,
    AVRO,
    PARQUET,
    /** A sheet of a workbook, whose first row names the columns. */
    XLSX,
    /** JSON texts in {@link io.towpath.core.Envelope}s. */
    ITEMS
  }

  /** Compression of files; {@code AUTO} goes by the ending. */
  public enum Compression {
    AUTO,
    NONE,
    GZIP,
    ZSTD,
    BZIP2,
    /** An archive of files, read one after another. */
    ZIP
  }

  /**
   * CSV as RFC 4180 with options, or columns of fixed widths.
   *
   * @param delimiter one character
   * @param quote the quoting character, null for none
   * @param escape character that makes the next one literal within quotes, null: doubled quotes
   * @param header whether the first record names the columns
   * @param columns names of the columns where there is no header, else empty
   * @param nullText text that means null, besides the empty unquoted field; null if none
   * @param widths of the columns in characters, where no delimiter stands between them, else empty
   */
  public record Dialect(
      char delimiter,
      @Nullable Character quote,
      @Nullable Character escape,
      boolean header,
      List<String> columns,
      @Nullable String nullText,
      List<Integer> widths)
      implements Serializable {

    /**
     * A quote that is still open at a line break farther behind the beginning of its record is
     * taken for one that was never closed, so that it cannot swallow a file.
     */
    public static final int LONGEST_QUOTED = 1 << 20;
  }

  /**
   * How text becomes values.
   *
   * @param timestamps java.time pattern, null for ISO 8601
   * @param dates java.time pattern, null for ISO 8601
   * @param timezone of timestamps that name none
   * @param emptyAsNull whether an empty text is null
   * @param trim whether blanks around a value are dropped
   * @param roundDecimals whether surplus digits are rounded half up rather than rejected
   */
  public record Decode(
      @Nullable String timestamps,
      @Nullable String dates,
      ZoneId timezone,
      boolean emptyAsNull,
      boolean trim,
      boolean roundDecimals)
      implements Serializable {}

  /** A step as the feed declares it; {@code line} is its place in the feed's file. */
  public sealed interface StepDeclaration extends Serializable {
    /** Place in the feed's file, counted from 1. */
    int line();

    /** Fills columns with the values of CEL expressions, in order. */
    record Derive(Map<String, String> columns, int line) implements StepDeclaration {}

    /** Keeps the records for which a CEL expression is true. */
    record Filter(String where, int line) implements StepDeclaration {}

    /**
     * Makes a record of each element of a JSON array.
     *
     * @param column that has the array
     * @param into columns of the contract and the JSON Pointers, within an element, that fill them
     */
    record Explode(String column, Map<String, String> into, int line) implements StepDeclaration {}

    /**
     * Does what a class of the user's own does.
     *
     * @param use name that its factory goes by
     * @param with its settings; secrets are references
     */
    record Use(String use, Map<String, String> with, int line) implements StepDeclaration {}
  }

  /**
   * When an orchestrator runs the feed.
   *
   * @param cron five fields in UTC, or a word such as {@code @daily}; null if no clock starts it
   * @param after feeds that start it when they have published; empty if none do
   */
  public record Schedule(@Nullable String cron, List<String> after) implements Serializable {
    /** Only somebody starts it. */
    public static final Schedule NONE = new Schedule(null, List.of());
  }

  /** Column of a record that is there only to delete its key, as no row of the source has it. */
  public static final String GONE = "_gone";

  /** Whether some records delete their keys. */
  public boolean deletes() {
    return load.deleteWhen() != null || sweeps();
  }

  /** Whether keys that the source has no more are deleted. */
  public boolean sweeps() {
    return source instanceof JdbcDeclaration database && database.sweep() != null;
  }

  /**
   * How rows reach the table.
   *
   * @param mode which plan
   * @param deleteWhen CEL expression: a record for which it is true deletes its key; null if none
   * @param maxBytes cap of raw bytes per run, which takes one batch at least
   */
  public record Load(Mode mode, @Nullable String deleteWhen, long maxBytes)
      implements Serializable {}

  /** Load modes. */
  public enum Mode {
    APPEND,
    UPSERT,
    REPLACE,
    SOFT_DELETE;

    /** The mode that a word stands for. */
    public static Mode of(String word) {
      return valueOf(word.toUpperCase(Locale.ROOT).replace('-', '_'));
    }

    /** The word that stands for it in feeds and in the ledger. */
    public String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a record changes or deletes the row of its key. */
    public boolean merges() {
      return this == UPSERT || this == SOFT_DELETE;
    }
  }
}
