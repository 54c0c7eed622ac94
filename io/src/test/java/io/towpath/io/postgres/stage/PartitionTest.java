package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract.Partitioning.Grain;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartitionTest {

  @ParameterizedTest
  @CsvSource({
    "DAY, 2026-01-31, _p20260131, 2026-01-31, 2026-02-01",
    "WEEK, 2027-01-01, _p2026w53, 2026-12-28, 2027-01-04",
    "WEEK, 1970-01-01, _p1970w01, 1969-12-29, 1970-01-05",
    "MONTH, 2026-12-31, _p202612, 2026-12-01, 2027-01-01",
    "MONTH, 1969-12-31, _p196912, 1969-12-01, 1970-01-01",
    "QUARTER, 2026-05-05, _p2026q2, 2026-04-01, 2026-07-01",
    "YEAR, 0001-01-01, _p0001, 0001-01-01, 0002-01-01",
    "YEAR, 9998-12-31, _p9998, 9998-01-01, 9999-01-01",
  })
  void boundsDatesByTheirGrain(Grain grain, String day, String name, String from, String to) {
    PartitionScheme scheme = new PartitionScheme("d", ColumnType.of(Kind.DATE), grain);

    Partition partition =
        Partition.of(scheme, scheme.ordinal((int) LocalDate.parse(day).toEpochDay()), "");

    assertThat(partition.suffix()).isEqualTo(name);
    assertThat(partition.bounds()).isEqualTo("for values from ('" + from + "') to ('" + to + "')");
    assertThat(partition.check())
        .isEqualTo("d is not null and d >= '" + from + "' and d < '" + to + "'");
  }

  @Test
  void boundsInstantsInUtc() {
    PartitionScheme scheme = new PartitionScheme("at", ColumnType.of(Kind.TIMESTAMPTZ), Grain.HOUR);
    Instant instant = Instant.parse("1969-12-31T23:59:59.999999Z");

    Partition partition =
        Partition.of(scheme, scheme.ordinal(ChronoUnit.MICROS.between(Instant.EPOCH, instant)), "");

    assertThat(partition.suffix()).isEqualTo("_p1969123123");
    assertThat(partition.bounds())
        .isEqualTo("for values from ('1969-12-31 23:00:00+00') to ('1970-01-01 00:00:00+00')");
  }

  @Test
  void keepsTextsThatFoldIntoOneNameApart() {
    Partition lower = ofText("nl");
    Partition upper = ofText("NL");

    assertThat(lower.suffix()).isEqualTo("_p_nl");
    assertThat(upper.suffix()).matches("_p_nl_[0-9a-f]{16}");
    assertThat(upper.bounds()).isEqualTo("for values in ('NL')");
    assertThat(upper.check()).isEqualTo("c is not null and c = 'NL'");
  }

  @Test
  void leavesRoomForEverySuffix() {
    assertThat(ofText("Verenigd Koninkrijk der Nederlanden").suffix()).hasSizeLessThan(25);
    assertThat(ofText("0123456789abcdefghij").suffix()).hasSizeLessThan(25);
  }

  private static Partition ofText(String text) {
    PartitionScheme scheme = new PartitionScheme("c", ColumnType.of(Kind.TEXT), Grain.VALUE);
    return Partition.of(scheme, scheme.ordinal(text), text);
  }

  @Test
  void namesNegativeNumbers() {
    PartitionScheme scheme = new PartitionScheme("c", ColumnType.of(Kind.BIGINT), Grain.VALUE);

    Partition partition = Partition.of(scheme, scheme.ordinal(Long.MIN_VALUE), "");

    assertThat(partition.suffix()).isEqualTo("_pm9223372036854775808").hasSizeLessThan(25);
    assertThat(partition.bounds()).isEqualTo("for values in ('-9223372036854775808')");
  }

  @Test
  void coversTheYearsThatANameCanSay() {
    PartitionScheme scheme = new PartitionScheme("d", ColumnType.of(Kind.DATE), Grain.DAY);

    assertThat(scheme.covers((int) LocalDate.of(9998, 12, 31).toEpochDay())).isTrue();
    assertThat(scheme.covers((int) LocalDate.of(9999, 1, 1).toEpochDay())).isFalse();
    assertThat(scheme.covers((int) LocalDate.of(0, 12, 31).toEpochDay())).isFalse();
  }
}
