package io.towpath.transforms.value;

import static io.towpath.transforms.value.Parsing.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType.Kind;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TimesTest {

  @Property(tries = 5000)
  void readsEveryDayAsJavaDoes(@ForAll @IntRange(min = -719162, max = 2932896) int day) {
    assertThat(text(LocalDate.ofEpochDay(day).toString()).as(Kind.DATE)).isEqualTo(day);
  }

  @ParameterizedTest(name = "F42 {0}")
  @ValueSource(
      strings = {
        "0000-00-00", "0000-01-01", "2023-02-30", "2023-02-29", "1900-02-29", "2023-04-31",
        "10000-01-01", "+10000-01-01", "2023-13-01", "2023-00-10", "2023-1-1", "01/02/2023",
        "2023/01/02", "20230102", "today", "infinity", "",
      })
  void f42_refusesDaysThatDoNotExistAndOtherForms(String text) {
    assertThat(text(text).outcomeAs(Kind.DATE)).isEqualTo("type");
    assertThat(text(text + " 12:00:00").outcomeAs(Kind.TIMESTAMP)).isEqualTo("type");
  }

  @Test
  @DisplayName("F42 ambiguous d/m/y")
  void f42_readsDayAndMonthOnlyByTheFeedsPattern() {
    assertThat(text("01/02/2023").outcomeAs(Kind.DATE)).isEqualTo("type");
    assertThat(text("01/02/2023").dates("dd/MM/yyyy").as(Kind.DATE))
        .isEqualTo((int) LocalDate.of(2023, 2, 1).toEpochDay());
    assertThat(text("30/02/2023").dates("dd/MM/yyyy").outcomeAs(Kind.DATE)).isEqualTo("type");
    assertThat(text("2023-02-01").dates("dd/MM/yyyy").outcomeAs(Kind.DATE)).isEqualTo("type");
  }

  @ParameterizedTest(name = "F42 leap second {0}")
  @ValueSource(
      strings = {
        "2016-12-31 23:59:60",
        "2016-12-31T23:59:60Z",
        "2016-12-31 23:59:60.5",
        "2016-12-31 24:00:00"
      })
  void f42_refusesLeapSecondsAndTheHour24(String text) {
    assertThat(text(text).outcomeAs(Kind.TIMESTAMPTZ)).isEqualTo("type");
    assertThat(text(text).timestamps("yyyy-MM-dd HH:mm:ss").outcomeAs(Kind.TIMESTAMPTZ))
        .isEqualTo("type");
  }

  @Test
  @DisplayName("F42 DST gap")
  void f42_refusesTheHourThatTheClocksSkip() {
    Object value = text("2024-03-31 02:30:00").in("Europe/Amsterdam").as(Kind.TIMESTAMPTZ);

    assertThat(value).isInstanceOf(Refusal.class);
    assertThat(((Refusal) value).expected()).contains("Europe/Amsterdam");
    assertThat(text("2024-03-31 01:59:59").in("Europe/Amsterdam").instant())
        .isEqualTo(Instant.parse("2024-03-31T00:59:59Z"));
    assertThat(text("2024-03-31 03:00:00").in("Europe/Amsterdam").instant())
        .isEqualTo(Instant.parse("2024-03-31T01:00:00Z"));
  }

  @Test
  @DisplayName("F42 DST overlap")
  void f42_takesTheFirstOfAnHourThatComesTwice() {
    assertThat(text("2024-10-27 02:30:00").in("Europe/Amsterdam").instant())
        .isEqualTo(Instant.parse("2024-10-27T00:30:00Z"));
    assertThat(text("2024-10-27 02:30:00+01:00").in("Europe/Amsterdam").instant())
        .isEqualTo(Instant.parse("2024-10-27T01:30:00Z"));
  }

  @Test
  @DisplayName("F42 offset +14:00")
  void f42_readsOffsetsUpTo18Hours() {
    assertThat(text("2024-01-01T00:00:00+14:00").instant())
        .isEqualTo(Instant.parse("2023-12-31T10:00:00Z"));
    assertThat(text("2024-01-01 00:00+14").instant())
        .isEqualTo(Instant.parse("2023-12-31T10:00:00Z"));
    assertThat(text("2024-01-01T00:00:00-1130").instant())
        .isEqualTo(Instant.parse("2024-01-01T11:30:00Z"));
    assertThat(text("2024-01-01T00:00:00+18:01").outcomeAs(Kind.TIMESTAMPTZ)).isEqualTo("type");
    assertThat(text("2024-01-01T00:00:00+1:00").outcomeAs(Kind.TIMESTAMPTZ)).isEqualTo("type");
  }

  @Property
  void turnsLocalTimesOfAZoneIntoUtcAsJavaDoes(
      @ForAll @IntRange(min = 1_600_000_000, max = 1_800_000_000) int second) {
    var zone = java.time.ZoneId.of("America/New_York");
    var local = Instant.ofEpochSecond(second).atZone(zone).toLocalDateTime();
    Instant earlier = local.atZone(zone).withEarlierOffsetAtOverlap().toInstant();

    String written = local.toString().length() == 16 ? local + ":00" : local.toString();

    assertThat(text(written).in("America/New_York").instant()).isEqualTo(earlier);
  }

  @ParameterizedTest
  @CsvSource({
    "2024-01-02 03:04:05.6,2024-01-02T03:04:05.600Z",
    "2024-01-02T03:04:05.123456Z,2024-01-02T03:04:05.123456Z",
    "2024-01-02T03:04:05.123456000Z,2024-01-02T03:04:05.123456Z",
    "2024-01-02 03:04,2024-01-02T03:04:00Z",
  })
  void readsFractionsOfASecondToTheMicrosecond(String text, Instant instant) {
    assertThat(text(text).instant()).isEqualTo(instant);
  }

  @Test
  void refusesNanosecondsRatherThanDroppingThem() {
    assertThat(text("2024-01-02T03:04:05.1234567Z").outcomeAs(Kind.TIMESTAMPTZ)).isEqualTo("type");
  }

  @Test
  void refusesAnOffsetInATimestampWithoutZone() {
    assertThat(text("2024-01-02 03:04:05Z").outcomeAs(Kind.TIMESTAMP)).isEqualTo("type");
    assertThat(text("2024-01-02 03:04:05").as(Kind.TIMESTAMP))
        .isEqualTo(Instant.parse("2024-01-02T03:04:05Z").toEpochMilli() * 1000);
  }

  @Test
  void readsTimestampsByTheFeedsPattern() {
    Parsing parsing = text("05.01.2024 17:30").timestamps("dd.MM.yyyy HH:mm").in("Europe/Berlin");

    assertThat(parsing.instant()).isEqualTo(Instant.parse("2024-01-05T16:30:00Z"));
    assertThat(
            text("2024-01-02T03:04:05").timestamps("yyyy-MM-dd HH:mm:ss").outcomeAs(Kind.TIMESTAMP))
        .isEqualTo("type");
    assertThat(text("2024-01-02 03:04").timestamps("yyyy-MM-dd HH:mm:ss").outcomeAs(Kind.TIMESTAMP))
        .isEqualTo("type");
  }

  @Test
  void readsTimesOfTheDay() {
    assertThat(text("16:05:00.25").as(Kind.TIME))
        .isEqualTo(LocalTime.of(16, 5, 0, 250_000_000).toNanoOfDay() / 1000);
    assertThat(text("24:00:00").outcomeAs(Kind.TIME)).isEqualTo("type");
  }
}
