package io.towpath.transforms.value;

import static io.towpath.transforms.value.Parsing.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NumbersTest {
  private static final ColumnType MONEY = ColumnType.numeric(12, 2);

  @ParameterizedTest
  @CsvSource({
    "0,0",
    "-0,0",
    "+7,7",
    "007,7",
    "32767,32767",
    "-32768,-32768",
  })
  void readsSmallWholeNumbers(String text, int value) {
    assertThat(text(text).as(Kind.SMALLINT)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "-", "+", "1.0", "1e3", " 1", "1 ", "1_000", "1,000", "0x10", "32768", "١"})
  void refusesWhatIsNoSmallWholeNumber(String text) {
    assertThat(text(text).outcomeAs(Kind.SMALLINT)).isEqualTo("type");
  }

  @Test
  @DisplayName("F41 2^53+1 and 2^63")
  void f41_keepsEveryDigitOfLongNumbersAndRefusesTheFirstThatDoesNotFit() {
    assertThat(text("9007199254740993").as(Kind.BIGINT)).isEqualTo(9007199254740993L);
    assertThat(text("9007199254740993").as(MONEY)).isInstanceOf(Refusal.class);
    assertThat(text("9007199254740993").as(ColumnType.numeric(20, 0)))
        .isEqualTo(new BigDecimal("9007199254740993"));
    assertThat(text("9223372036854775807").as(Kind.BIGINT)).isEqualTo(Long.MAX_VALUE);
    assertThat(text("-9223372036854775808").as(Kind.BIGINT)).isEqualTo(Long.MIN_VALUE);
    assertThat(text("9223372036854775808").outcomeAs(Kind.BIGINT)).isEqualTo("type");
    assertThat(text("-9223372036854775809").outcomeAs(Kind.BIGINT)).isEqualTo("type");
    assertThat(text("99999999999999999999").outcomeAs(Kind.BIGINT)).isEqualTo("type");
  }

  @Test
  @DisplayName("F41 a number of a million digits")
  void f41_refusesAMillionDigitsWithoutReadingThem() {
    String digits = "7".repeat(1_000_000);

    assertThat(text(digits).outcomeAs(MONEY)).isEqualTo("limit");
    assertThat(text(digits).outcomeAs(Kind.DOUBLE)).isEqualTo("limit");
    assertThat(text(digits).outcomeAs(Kind.BIGINT)).isEqualTo("type");
    assertThat(text("{\"a\": " + digits + "}").outcomeAs(Kind.JSONB)).isEqualTo("limit");
  }

  @Test
  @DisplayName("F41 1e400")
  void f41_refusesExponentsThatLeaveTheType() {
    assertThat(text("1e400").outcomeAs(Kind.DOUBLE)).isEqualTo("type");
    assertThat(text("1e-400").outcomeAs(Kind.DOUBLE)).isEqualTo("type");
    assertThat(text("0e-400").as(Kind.DOUBLE)).isEqualTo(0.0);
    assertThat(text("1e400").outcomeAs(MONEY)).isEqualTo("type");
    assertThat(text("1e999999999").outcomeAs(MONEY)).isEqualTo("limit");
    assertThat(text("1e39").outcomeAs(Kind.REAL)).isEqualTo("type");
  }

  @Test
  @DisplayName("F41 -0 and NaN")
  void f41_takesNegativeZeroForZeroAndRefusesNaNAndInfinity() {
    assertThat(text("-0").as(Kind.DOUBLE)).isEqualTo(0.0);
    assertThat(text("-0.00").as(MONEY)).isEqualTo(new BigDecimal("0.00"));
    assertThat(text("-0").as(Kind.REAL)).isEqualTo(0.0f);
    for (String text : new String[] {"NaN", "nan", "Infinity", "-inf", "∞"}) {
      assertThat(text(text).outcomeAs(Kind.DOUBLE)).as(text).isEqualTo("type");
      assertThat(text(text).outcomeAs(MONEY)).as(text).isEqualTo("type");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "12.5,12.50",
    ".5,0.50",
    "5.,5.00",
    "-9999999999.99,-9999999999.99",
    "1e2,100.00",
    "1.500000000000000000000,1.50",
    "0.000000000000000000000000,0.00",
    "1.2E+3,1200.00",
  })
  void givesDecimalsTheScaleOfTheColumn(String text, BigDecimal value) {
    assertThat(text(text).as(MONEY)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(strings = {"10000000000", "-10000000000.00", "1.5.5", ".", "", "-", "1d", "0x1p3"})
  void refusesWhatDoesNotFitTheColumn(String text) {
    assertThat(text(text).outcomeAs(MONEY)).isEqualTo("type");
  }

  @Test
  @DisplayName("F42 1.234,56")
  void f42_refusesTheDecimalsOfOtherCountries() {
    assertThat(text("1.234,56").outcomeAs(MONEY)).isEqualTo("type");
    assertThat(text("1,234.56").outcomeAs(MONEY)).isEqualTo("type");
    assertThat(text("1 234.56").outcomeAs(MONEY)).isEqualTo("type");
  }

  @Test
  void refusesSurplusDigitsUnlessTheFeedRounds() {
    assertThat(text("1.005").outcomeAs(MONEY)).isEqualTo("type");
    assertThat(text("1.005").rounding().as(MONEY)).isEqualTo(new BigDecimal("1.01"));
    assertThat(text("-1.005").rounding().as(MONEY)).isEqualTo(new BigDecimal("-1.01"));
    assertThat(text("1.0049999").rounding().as(MONEY)).isEqualTo(new BigDecimal("1.00"));
    assertThat(text("9999999999.995").rounding().outcomeAs(MONEY)).isEqualTo("type");
  }

  @Property
  void readsEveryDecimalAsBigDecimalDoes(
      @ForAll BigDecimal number, @ForAll @IntRange(min = 1, max = 38) int precision) {
    ColumnType type = ColumnType.numeric(precision, Math.min(precision, 6));
    BigDecimal rounded = number.setScale(type.scale(), java.math.RoundingMode.HALF_UP);
    boolean fits = rounded.signum() == 0 || rounded.precision() <= precision;

    Object value = text(number.toPlainString()).rounding().as(type);

    if (fits) {
      assertThat(value).isEqualTo(rounded);
    } else {
      assertThat(value).isInstanceOf(Refusal.class);
    }
  }

  @Property
  void readsEveryDoubleBack(@ForAll double number) {
    assertThat(text(Double.toString(number)).as(Kind.DOUBLE)).isEqualTo(number + 0.0);
  }

  @Property
  void readsEveryLongBack(@ForAll long number) {
    assertThat(text(Long.toString(number)).as(Kind.BIGINT)).isEqualTo(number);
  }
}
