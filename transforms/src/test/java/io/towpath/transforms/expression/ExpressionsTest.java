package io.towpath.transforms.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration;
import io.towpath.core.BoundStep;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Reason;
import io.towpath.transforms.Outcomes;
import io.towpath.transforms.Shop;
import io.towpath.transforms.expression.DeleteFlag.Operation;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ExpressionsTest {

  private static Outcomes derive(Map<String, String> columns, GenericRecord record) {
    StepDeclaration.Derive declaration = new StepDeclaration.Derive(columns, 7);
    Feed feed = Shop.feed(null, declaration);
    return Outcomes.of(Derive.of(feed, declaration).bind(Shop.schema()), record);
  }

  private static Outcomes filter(String where, GenericRecord record) {
    StepDeclaration.Filter declaration = new StepDeclaration.Filter(where, 8);
    Feed feed = Shop.feed(null, declaration);
    return Outcomes.of(FilterRecords.of(feed, declaration).bind(Shop.schema()), record);
  }

  @Test
  void fillsColumnsInOrderWithValuesOfTheirTypes() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("day", "string(2024) + '-02-29'");
    columns.put("note", "day.startsWith('2024') ? 'leap' : 'none'");
    columns.put("amount", "amount * 2.0");
    columns.put("changed", "changed + duration('1h')");
    columns.put("id", "id + 1");
    columns.put("code", "null");

    Outcomes outcomes =
        derive(columns, Shop.record("amount", new BigDecimal("12.25"), "code", "EUR"));

    GenericRecord record = outcomes.records.get(0);
    assertThat(record.get("day")).isEqualTo((int) LocalDate.of(2024, 2, 29).toEpochDay());
    assertThat(record.get("note")).isEqualTo("leap");
    assertThat(record.get("amount")).isEqualTo(new BigDecimal("24.50"));
    assertThat(record.get("changed")).isEqualTo(3_600_000_000L);
    assertThat(record.get("id")).isEqualTo(8L);
    assertThat(record.get("code")).isNull();
  }

  @Test
  void makesADayOfATimestamp() {
    long at = Instant.parse("2024-02-29T23:59:59Z").getEpochSecond() * 1_000_000L;

    Outcomes outcomes = derive(Map.of("day", "changed"), Shop.record("changed", at));

    assertThat(outcomes.records.get(0).get("day"))
        .isEqualTo((int) LocalDate.of(2024, 2, 29).toEpochDay());
  }

  @Test
  void rejectsRecordsOnWhichAnExpressionFailsOrGivesNoValueOfTheColumn() {
    Outcomes failed = derive(Map.of("id", "10 / (id - 7)"), Shop.record());
    Outcomes unfit = derive(Map.of("day", "note"), Shop.record("note", "soon"));

    assertThat(failed.rejects.get(0).reason()).isEqualTo(Reason.EXPRESSION);
    assertThat(failed.rejects.get(0).column()).isEqualTo("id");
    assertThat(unfit.rejects.get(0).reason()).isEqualTo(Reason.TYPE);
    assertThat(unfit.rejects.get(0).found()).isEqualTo("soon");
    assertThat(derive(Map.of("day", "name"), Shop.record("name", "Ann")).rejects.get(0).found())
        .isEqualTo("***");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "op != 'X'           | pass",
        "note == null        | pass",
        "note != 'XX'        | pass",
        "note == 'XX'        | filter",
        "id > 6 && id < 8    | pass",
        "amount > 1.0        | reject",
        "amount != null && amount > 1.0 | filter",
        "note.size() > 1     | reject",
        "op in ['U', 'I']    | pass",
        "op.matches('^[A-Z]$') | pass",
        "changed < timestamp('1970-01-02T00:00:00Z') | pass",
        "code == null ? true : code.startsWith('E')  | pass",
        "[1, 2].all(x, x < id) | pass",
      })
  void keepsRecordsForWhichTheConditionIsTrue(String where, String outcome) {
    Outcomes outcomes = filter(where, Shop.record("op", "U"));

    assertThat(outcomes.records).hasSize(outcome.equals("pass") ? 1 : 0);
    assertThat(outcomes.filtered).hasSize(outcome.equals("filter") ? 1 : 0);
    assertThat(outcomes.rejects).hasSize(outcome.equals("reject") ? 1 : 0);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "opp == 'X'  | there is no column opp. Did you mean op?",
        "op ==       | Syntax error",
        "op + 1 == 2 | no matching overload",
        "op          | the expression gives",
        "id          | expected true or false",
        "nosuch(id)  | undeclared reference",
      })
  void refusesWrongExpressionsOnTheDriverWithTheirPlace(String where, String message) {
    assertThatThrownBy(() -> filter(where, Shop.record()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageStartingWith("feeds/shop.yaml:8:1 filter: ")
        .hasMessageContaining(message);
  }

  @Test
  void reportsAllWrongExpressionsOfAStepAtOnce() {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("day", "nowhere");
    columns.put("missing", "1");
    columns.put("note", "1 +");

    assertThatThrownBy(() -> derive(columns, Shop.record()))
        .isInstanceOfSatisfying(
            ConfigurationException.class, e -> assertThat(e.problems()).hasSize(3));
  }

  @Test
  void namesTheColumnsThatExpressionsSpeakOf() {
    List<String> columns =
        CelColumns.referenced(
            List.of(
                new StepDeclaration.Derive(Map.of("day", "string(year) + month.trim"), 1),
                new StepDeclaration.Filter(
                    "[1].exists(x, x == y) && has(doc.a) && type(z) == int", 2),
                new StepDeclaration.Filter("broken ===", 3)),
            "op == 'D'");

    assertThat(columns).containsExactly("year", "month", "y", "doc", "z", "op");
  }

  @Test
  void tellsDeletionsByTheFeedsCondition() {
    DeleteFlag flag = DeleteFlag.bind(Shop.feed("op == 'D'"), Shop.schema());

    assertThat(flag.of(Shop.record("op", "D"))).isEqualTo(Operation.DELETE);
    assertThat(flag.of(Shop.record("op", "U"))).isEqualTo(Operation.UPSERT);
    assertThat(flag.of(Shop.record())).isEqualTo(Operation.UPSERT);
    assertThat(DeleteFlag.bind(Shop.feed(null), Shop.schema()).of(Shop.record("op", "D")))
        .isEqualTo(Operation.UPSERT);
    DeleteFlag failing = DeleteFlag.bind(Shop.feed("op.size() > 1"), Shop.schema());
    assertThat(failing.of(Shop.record())).isEqualTo(Operation.UNKNOWN);
    assertThat(failing.failure().reason()).isEqualTo(Reason.EXPRESSION);
  }

  @Test
  void bindsTheSameStepAgainAfterSerialization() throws Exception {
    StepDeclaration.Derive declaration = new StepDeclaration.Derive(Map.of("note", "'x'"), 1);
    var bytes = new java.io.ByteArrayOutputStream();
    try (var out = new java.io.ObjectOutputStream(bytes)) {
      out.writeObject(Derive.of(Shop.feed(null, declaration), declaration));
    }
    Derive copy;
    try (var in =
        new java.io.ObjectInputStream(new java.io.ByteArrayInputStream(bytes.toByteArray()))) {
      copy = (Derive) in.readObject();
    }

    BoundStep step = copy.bind(Shop.schema());

    assertThat(Outcomes.of(step, Shop.record()).records.get(0).get("note")).isEqualTo("x");
  }
}
