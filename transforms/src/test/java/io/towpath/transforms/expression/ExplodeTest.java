package io.towpath.transforms.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Origin;
import io.towpath.core.Reason;
import io.towpath.transforms.Outcomes;
import io.towpath.transforms.Shop;
import io.towpath.transforms.Steps;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ExplodeTest {
  private static final Map<String, String> INTO = Map.of("note", "/sku", "amount", "/price/net");

  private static Outcomes explode(Map<String, String> into, Object array) {
    StepDeclaration.Explode declaration = new StepDeclaration.Explode("op", into, 9);
    Feed feed = Shop.feed(null, declaration);
    return Outcomes.of(
        Steps.composeExpanding(List.of(Explode.of(feed, declaration).bind(Shop.schema()))),
        Shop.record("op", array, "code", "EUR"));
  }

  @Test
  void makesARecordOfEachElement() {
    Outcomes outcomes =
        explode(
            INTO,
            """
            [{"sku": "a", "price": {"net": 1.10}}, {"sku": "b"}, {"sku": "c", "price": {"net": "3"}}]
            """);

    assertThat(outcomes.records)
        .extracting(record -> record.get("note"), record -> record.get("amount"))
        .containsExactly(
            tuple("a", new BigDecimal("1.10")),
            tuple("b", null),
            tuple("c", new BigDecimal("3.00")));
    assertThat(outcomes.records).extracting(record -> record.get("code")).containsOnly("EUR");
    assertThat(outcomes.origins).extracting(Origin::ordinal).containsExactly(0, 1, 2);
  }

  @Test
  void rejectsAnElementAloneWhoseValueIsNoneOfItsColumn() {
    Outcomes outcomes = explode(INTO, "[{\"price\": {\"net\": \"cheap\"}}, {\"sku\": \"b\"}]");

    assertThat(outcomes.records).hasSize(1);
    assertThat(outcomes.rejects).hasSize(1);
    assertThat(outcomes.rejects.get(0).reason()).isEqualTo(Reason.TYPE);
    assertThat(outcomes.rejects.get(0).column()).isEqualTo("amount");
  }

  @Test
  void filtersARecordWithoutElements() {
    assertThat(explode(INTO, "[]").filtered).hasSize(1);
    assertThat(explode(INTO, null).filtered).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[", "3", ""})
  void rejectsWhatIsNoArray(String text) {
    Outcomes outcomes = explode(INTO, text);

    assertThat(outcomes.records).isEmpty();
    assertThat(outcomes.rejects).extracting(v -> v.column()).containsExactly("op");
  }

  @Test
  void namesAColumnThatIsNotThere() {
    assertThatThrownBy(() -> explode(Map.of("nowhere", "/x"), "[]"))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("nowhere");
  }
}
