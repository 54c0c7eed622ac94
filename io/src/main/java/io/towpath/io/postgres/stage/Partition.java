package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract.Partitioning.Grain;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.IsoFields;
import java.util.Locale;
import java.util.Objects;

/**
 * One partition of a target.
 *
 * @param suffix what follows the table's name in the partition's, such as {@code _p202601}
 * @param bounds what follows ATTACH PARTITION or PARTITION OF: {@code for values …}
 * @param check the same as a predicate, so that attaching needs no scan; empty where none is needed
 */
record Partition(String suffix, String bounds, String check) {
  /** Suffixes have at most 24 characters, for which stages leave room. */
  private static final int PLAIN_LENGTH = 20;

  private static final int SLUG_LENGTH = 4;
  private static final DateTimeFormatter TIMESTAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT);

  /** The partition of everything. */
  static Partition whole() {
    return new Partition("_all", "for values from (minvalue) to (maxvalue)", "");
  }

  /**
   * The partition of an ordinal.
   *
   * @param text the value itself where values are texts, else ignored
   */
  static Partition of(PartitionScheme scheme, long ordinal, String text) {
    Grain grain = scheme.grain();
    if (grain == null) {
      return whole();
    }
    if (grain == Grain.VALUE) {
      return ofValue(scheme, ordinal, text);
    }
    LocalDateTime from = start(grain, ordinal);
    String low = bound(scheme, from);
    String high = bound(scheme, start(grain, ordinal + 1));
    String column = Identifier.quoted(scheme.column());
    return new Partition(
        "_p" + name(grain, from),
        "for values from (" + low + ") to (" + high + ")",
        column + " is not null and " + column + " >= " + low + " and " + column + " < " + high);
  }

  private static Partition ofValue(PartitionScheme scheme, long ordinal, String text) {
    String value;
    String suffix;
    switch (scheme.type().kind()) {
      case DATE -> {
        LocalDate day = LocalDate.ofEpochDay(ordinal);
        value = Identifier.literal(day.toString());
        suffix = day.format(DateTimeFormatter.BASIC_ISO_DATE);
      }
      case SMALLINT, INTEGER, BIGINT -> {
        value = "'" + ordinal + "'";
        suffix = ordinal < 0 ? "m" + Long.toString(ordinal).substring(1) : Long.toString(ordinal);
      }
      default -> {
        value = Identifier.literal(text);
        suffix = slug(text);
      }
    }
    String column = Identifier.quoted(scheme.column());
    return new Partition(
        "_p" + suffix,
        "for values in (" + value + ")",
        column + " is not null and " + column + " = " + value);
  }

  /** Names a text so that a reader knows it, and with a digest wherever that would be ambiguous. */
  private static String slug(String text) {
    if (text.matches("[a-z0-9]{1," + PLAIN_LENGTH + "}")) {
      return "_" + text;
    }
    String words = text.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "_");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    String digest = String.format(Locale.ROOT, "%016x", XxHash64.hash(bytes, 0, bytes.length));
    return "_" + words.substring(0, Math.min(SLUG_LENGTH, words.length())) + "_" + digest;
  }

  private static LocalDateTime start(Grain grain, long ordinal) {
    LocalDate epoch = LocalDate.EPOCH;
    return switch (grain) {
      case HOUR -> LocalDateTime.ofEpochSecond(ordinal * 3600, 0, ZoneOffset.UTC);
      case DAY, VALUE -> epoch.plusDays(ordinal).atStartOfDay();
      case WEEK -> epoch.plusDays(ordinal * 7 - 3).atStartOfDay();
      case MONTH -> epoch.plusMonths(ordinal).atStartOfDay();
      case QUARTER -> epoch.plusMonths(ordinal * 3).atStartOfDay();
      case YEAR -> epoch.plusYears(ordinal).atStartOfDay();
    };
  }

  private static String name(Grain grain, LocalDateTime from) {
    return switch (grain) {
      case HOUR -> from.format(DateTimeFormatter.ofPattern("uuuuMMddHH", Locale.ROOT));
      case DAY, VALUE -> from.format(DateTimeFormatter.ofPattern("uuuuMMdd", Locale.ROOT));
      case WEEK ->
          String.format(
              Locale.ROOT,
              "%04dw%02d",
              from.get(IsoFields.WEEK_BASED_YEAR),
              from.get(IsoFields.WEEK_OF_WEEK_BASED_YEAR));
      case MONTH -> from.format(DateTimeFormatter.ofPattern("uuuuMM", Locale.ROOT));
      case QUARTER ->
          String.format(
              Locale.ROOT, "%04dq%d", from.getYear(), from.get(IsoFields.QUARTER_OF_YEAR));
      case YEAR -> from.format(DateTimeFormatter.ofPattern("uuuu", Locale.ROOT));
    };
  }

  private static String bound(PartitionScheme scheme, LocalDateTime at) {
    Kind kind = Objects.requireNonNull(scheme.type()).kind();
    return switch (kind) {
      case DATE -> "'" + at.toLocalDate().format(DateTimeFormatter.ISO_LOCAL_DATE) + "'";
      case TIMESTAMP -> "'" + at.format(TIMESTAMP) + "'";
      case TIMESTAMPTZ -> "'" + at.format(TIMESTAMP) + "+00'";
      default -> throw new IllegalArgumentException(kind + " has no calendar");
    };
  }
}
