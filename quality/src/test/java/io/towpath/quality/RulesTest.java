package io.towpath.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.contract.Contract;
import io.towpath.contract.Field;
import io.towpath.contract.Field.Constraints;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Reason;
import io.towpath.core.Rule;
import io.towpath.core.Violation;
import io.towpath.quality.Contracts.Metric;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class RulesTest {

  /** What is wrong with a record of these values, by all rules of the contract; null if nothing. */
  private static @Nullable Violation judge(Contract contract, @Nullable Object... values) {
    Schema schema = RecordSchemas.working(contract, List.of());
    GenericRecord record = new GenericData.Record(schema);
    for (int i = 0; i < values.length; i++) {
      record.put(i, values[i]);
    }
    for (Rule rule : Rules.of(contract)) {
      Violation violation = rule.bind(schema).judge(record);
      if (violation != null) {
        return violation;
      }
    }
    return null;
  }

  private static boolean passes(ColumnType type, Constraints limits, @Nullable Object value) {
    return judge(Contracts.aContract().column("c", type, limits).build(), value) == null;
  }

  private static boolean passes(Kind kind, Constraints limits, @Nullable Object value) {
    return passes(ColumnType.of(kind), limits, value);
  }

  @Test
  void comparesWholeNumbersWithTheirBounds() {
    Constraints inclusive = Limits.range("1", "10", null, null);
    Constraints exclusive = Limits.range(null, null, "1", "10");

    assertThat(passes(Kind.INTEGER, inclusive, 1)).isTrue();
    assertThat(passes(Kind.INTEGER, inclusive, 10)).isTrue();
    assertThat(passes(Kind.INTEGER, inclusive, 0)).isFalse();
    assertThat(passes(Kind.BIGINT, exclusive, 1L)).isFalse();
    assertThat(passes(Kind.BIGINT, exclusive, 10L)).isFalse();
    assertThat(passes(Kind.BIGINT, exclusive, 2L)).isTrue();
    assertThat(passes(Kind.INTEGER, Limits.range("1.5", null, null, null), 1)).isFalse();
    assertThat(passes(Kind.BIGINT, Limits.range(null, "18446744073709551615", null, null), -1L))
        .isTrue();
    assertThat(passes(Kind.INTEGER, inclusive, null)).isTrue();
  }

  @Test
  void comparesDecimalsAndDoublesByValue() {
    ColumnType money = ColumnType.numeric(12, 2);
    BigDecimal tenth = new BigDecimal("0.10");

    assertThat(passes(money, Limits.range("0.10", null, null, null), tenth)).isTrue();
    assertThat(passes(money, Limits.range("0.1", null, null, null), tenth)).isTrue();
    assertThat(passes(money, Limits.range("0.105", null, null, null), tenth)).isFalse();
    assertThat(passes(money, Limits.range(null, null, null, "1e3"), new BigDecimal("1000.00")))
        .isFalse();
    assertThat(passes(Kind.DOUBLE, Limits.range(null, "0.5", null, null), 0.5)).isTrue();
    assertThat(passes(Kind.REAL, Limits.range(null, null, "0.5", null), 0.5f)).isFalse();
  }

  @Test
  void comparesDaysAndTimesWithTheirBounds() {
    int day = (int) LocalDate.of(2020, 1, 1).toEpochDay();
    Constraints since2020 = Limits.range("2020-01-01", null, null, null);
    Constraints instants = Limits.range("2020-01-01T00:00:00Z", null, null, null);

    assertThat(passes(Kind.DATE, since2020, day)).isTrue();
    assertThat(passes(Kind.DATE, since2020, day - 1)).isFalse();
    assertThat(passes(Kind.TIMESTAMPTZ, instants, day * 86_400_000_000L)).isTrue();
    assertThat(passes(Kind.TIMESTAMPTZ, instants, day * 86_400_000_000L - 1)).isFalse();
    assertThat(passes(Kind.TIME, Limits.range(null, null, null, "12:00:00"), 43_200_000_000L))
        .isFalse();
  }

  @Test
  void saysWhatWasFoundAndWhatWasExpected() {
    Contract contract =
        Contracts.aContract()
            .column("d", ColumnType.of(Kind.DATE), Limits.range("2020-01-01", null, null, null))
            .build();

    assertThat(judge(contract, 0))
        .isEqualTo(new Violation(Reason.RANGE, "d", "1970-01-01", "at least 2020-01-01"));
  }

  @Test
  void takesMultiplesExactly() {
    assertThat(passes(Kind.INTEGER, Limits.multipleOf("5"), 15)).isTrue();
    assertThat(passes(Kind.INTEGER, Limits.multipleOf("5"), 16)).isFalse();
    assertThat(passes(ColumnType.numeric(9, 2), Limits.multipleOf("0.05"), new BigDecimal("0.15")))
        .isTrue();
    assertThat(passes(Kind.DOUBLE, Limits.multipleOf("0.1"), 0.3)).isTrue();
    assertThat(passes(Kind.DOUBLE, Limits.multipleOf("0.1"), 0.35)).isFalse();
  }

  @Test
  void countsCodePointsForLengths() {
    assertThat(passes(Kind.TEXT, Limits.length(null, 2), "😀😀")).isTrue();
    assertThat(passes(Kind.TEXT, Limits.length(null, 2), "😀😀😀")).isFalse();
    assertThat(passes(Kind.TEXT, Limits.length(2, null), "😀")).isFalse();
    assertThat(passes(Kind.TEXT, Limits.length(1, null), "")).isFalse();
  }

  @Test
  void searchesPatternsUnanchoredAndTakesTheEndForTheEnd() {
    assertThat(passes(Kind.TEXT, Limits.pattern("[A-Z]{3}"), "xABCx")).isTrue();
    assertThat(passes(Kind.TEXT, Limits.pattern("^[A-Z]{3}$"), "ABC")).isTrue();
    assertThat(passes(Kind.TEXT, Limits.pattern("^[A-Z]{3}$"), "ABC\n")).isFalse();
    assertThat(passes(Kind.TEXT, Limits.pattern("^a.b$"), "a\nb")).isTrue();
    assertThat(passes(Kind.TEXT, Limits.pattern("^[a$]\\$$"), "$$")).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "email,a.b+c@example.com",
    "email,a@b",
    "uuid,123e4567-e89b-12d3-a456-426614174000",
    "uri,https://example.com/a?b=c#d",
    "uri,urn:isbn:0451450523",
    "hostname,a-1.example.com",
    "ipv4,255.0.10.1",
    "ipv6,::",
    "ipv6,::1",
    "ipv6,2001:db8::8a2e:370:7334",
    "ipv6,::ffff:1.2.3.4",
    "ipv6,1:2:3:4:5:6:7:8",
  })
  void acceptsTextsInTheirFormat(String format, String text) {
    assertThat(passes(Kind.TEXT, Limits.format(format), text)).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "email,a.example.com",
    "email,a b@example.com",
    "email,a@-b.com",
    "uuid,123e4567",
    "uri,example.com",
    "uri,http://a b",
    "hostname,-a.com",
    "hostname,a..b",
    "ipv4,256.0.0.1",
    "ipv4,1.2.3",
    "ipv4,01.2.3.4",
    "ipv6,:::",
    "ipv6,1:2:3:4:5:6:7",
    "ipv6,1::2::3",
    "ipv6,12345::",
    "ipv6,1.2.3.4::",
    "ipv6,1:2:3:4:5:6:7:8::",
  })
  void refusesTextsInOtherFormats(String format, String text) {
    assertThat(passes(Kind.TEXT, Limits.format(format), text)).isFalse();
  }

  @Test
  void comparesAllowedValuesByValue() {
    assertThat(passes(Kind.TEXT, Limits.allowed("A", "R"), "R")).isTrue();
    assertThat(passes(Kind.TEXT, Limits.allowed("A", "R"), "r")).isFalse();
    assertThat(passes(ColumnType.numeric(5, 2), Limits.allowed("1", "2.5"), new BigDecimal("2.50")))
        .isTrue();
    assertThat(passes(Kind.INTEGER, Limits.allowed("1", "2"), 2)).isTrue();
    ColumnType padded = new ColumnType(Kind.CHAR, 0, 0, 3, null);
    assertThat(passes(padded, Limits.allowed("US"), "US ")).isTrue();
    UUID uuid = new UUID(1, 2);
    assertThat(passes(Kind.UUID, Limits.allowed(uuid.toString()), uuid)).isTrue();
  }

  @Test
  void judgesTheItemsOfArrays() {
    ColumnType array = new ColumnType(Kind.ARRAY, 0, 0, 0, ColumnType.of(Kind.TEXT));
    Constraints limits = Limits.items(1, 2, true, Limits.length(2, null));

    assertThat(passes(array, limits, List.of("ab", "cd"))).isTrue();
    assertThat(passes(array, limits, Arrays.asList("ab", null))).isTrue();
    assertThat(passes(array, limits, List.of())).isFalse();
    assertThat(passes(array, limits, List.of("ab", "cd", "ef"))).isFalse();
    assertThat(passes(array, limits, List.of("ab", "ab"))).isFalse();
    assertThat(passes(array, limits, List.of("a"))).isFalse();
  }

  @Test
  void turnsMetricsThatNoRowMayBreakIntoRules() {
    Contract contract =
        Contracts.aContract()
            .column("a", Kind.TEXT)
            .column("b", Kind.TEXT)
            .column("c", Kind.INTEGER)
            .quality(Metric.of("a", "missingValues").missing("N/A", ""))
            .quality(Metric.of("b", "invalidValues").valid("x", "y").pattern("^.$"))
            .quality(Metric.of("c", "nullValues"))
            .build();

    assertThat(judge(contract, "ok", "x", 1)).isNull();
    assertThat(judge(contract, "N/A", "x", 1)).extracting("reason").isEqualTo(Reason.REQUIRED);
    assertThat(judge(contract, null, "x", 1)).extracting("reason").isEqualTo(Reason.REQUIRED);
    assertThat(judge(contract, "ok", "z", 1)).extracting("reason").isEqualTo(Reason.ALLOWED);
    assertThat(judge(contract, "ok", null, 1)).isNull();
    assertThat(judge(contract, "ok", null, null)).extracting("column").isEqualTo("c");
    assertThat(Checks.of(contract)).isEmpty();
  }

  @Test
  void rejectsRowsThatFulfilAPredicateAndShowsTheColumnsItSpeaksOf() {
    Contract contract =
        Contracts.aContract()
            .column("shipped", Kind.DATE)
            .column("ordered", Kind.DATE)
            .classified("name", Kind.TEXT)
            .never("shipped < ordered or name = 'x'")
            .build();

    assertThat(judge(contract, 1, 2, "y"))
        .isEqualTo(
            new Violation(
                Reason.RULE,
                null,
                "shipped=1970-01-02, ordered=1970-01-03, name=***",
                "not (shipped < ordered or name = 'x')"));
    assertThat(judge(contract, 2, 2, null)).isNull();
    assertThat(judge(contract, null, 2, null)).isNull();
  }

  @Test
  void rejectsRowsOnWhichAPredicateCannotBeCalculated() {
    Contract contract =
        Contracts.aContract()
            .column("a", Kind.INTEGER)
            .column("b", Kind.INTEGER)
            .never("a / b > 2")
            .build();

    assertThat(judge(contract, 1, 0)).isNotNull();
    assertThat(judge(contract, 5, 2)).isNull();
    assertThat(judge(contract, 6, 2)).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a <",
        "nosuch = 1",
        "a < t",
        "t < 'b'",
        "now() > d",
        "d > current_date",
        "a in (select 1)",
        "ts < '2020-01-01'",
        "t ~ 'x'",
        "t like u",
        "t ilike 'x'",
        "case when a = 1 then true end",
        "a",
        "t = 5",
        "d = 'soon'",
        "x.a = 1",
        "d + interval '1 day' > d",
        "a = any(array[1])",
      })
  void refusesPredicatesThatCannotBeJudgedRowByRow(String predicate) {
    Contracts contract =
        Contracts.aContract()
            .column("a", Kind.INTEGER)
            .column("t", Kind.TEXT)
            .column("u", Kind.TEXT)
            .column("d", Kind.DATE)
            .column("ts", Kind.TIMESTAMPTZ)
            .never("a = 1")
            .never(predicate);

    assertThatThrownBy(() -> Rules.of(contract.build()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("t.odcs.yaml:11:1 rule r1: ");
  }

  @Test
  void judgesWhatStandsInsideJson() {
    Field city =
        new Field(
            "city", "", ColumnType.of(Kind.TEXT), true, Constraints.none(), null, null, null, 7);
    Field number =
        new Field(
            "number",
            "",
            ColumnType.of(Kind.INTEGER),
            false,
            Limits.range("1", null, null, null),
            null,
            null,
            null,
            8);
    Contract contract = Contracts.aContract().json("address", city, number).build();

    assertThat(judge(contract, "{\"city\": \"A\", \"number\": 1}")).isNull();
    assertThat(judge(contract, "[{\"city\": \"A\"}, {\"city\": \"B\", \"other\": []}]")).isNull();
    assertThat(judge(contract, (Object) null)).isNull();
    assertThat(judge(contract, "[{\"city\": \"A\"}, {\"city\": null}]"))
        .isEqualTo(new Violation(Reason.REQUIRED, "address.city", null, "a value"));
    assertThat(judge(contract, "{\"city\": \"A\", \"number\": 0}"))
        .isEqualTo(new Violation(Reason.RANGE, "address.number", "0", "at least 1"));
    assertThat(judge(contract, "{\"city\": \"A\", \"number\": {}}"))
        .extracting("reason", "found")
        .containsExactly(Reason.TYPE, "{}");
    assertThat(judge(contract, "7")).extracting("expected").isEqualTo("an object");
  }
}
