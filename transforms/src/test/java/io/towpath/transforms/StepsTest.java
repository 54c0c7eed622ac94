package io.towpath.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Secret;
import io.towpath.core.BoundStep;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Reason;
import io.towpath.core.Rule;
import io.towpath.core.TowpathException;
import io.towpath.core.Violation;
import java.util.List;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;

final class StepsTest {
  private static final BoundStep ENFORCE = Enforce.of(Shop.contract()).bind(Shop.schema());

  @Test
  void runsStepsInOrderUntilOneSaysNo() {
    Rule refusing = schema -> record -> new Violation(Reason.RULE, null, null, "nothing");
    Rule taking = schema -> record -> null;
    BoundStep chain =
        Steps.compose(
            List.of(
                ENFORCE,
                Screen.by(List.of(taking, refusing)).bind(Shop.schema()),
                (record, origin, outlet) -> outlet.filter(origin)));

    assertThat(Outcomes.of(chain, Shop.record("id", null)).rejects)
        .extracting(Violation::reason)
        .containsExactly(Reason.REQUIRED);
    assertThat(Outcomes.of(chain, Shop.record()).rejects)
        .extracting(Violation::reason)
        .containsExactly(Reason.RULE);
    assertThat(Outcomes.of(Steps.compose(List.of()), Shop.record()).records).hasSize(1);
  }

  @Test
  void requiresTheKeyAndRequiredColumns() {
    Outcomes outcomes = Outcomes.of(ENFORCE, Shop.record("changed", null));

    assertThat(outcomes.rejects)
        .containsExactly(new Violation(Reason.REQUIRED, "changed", null, "a value"));
  }

  @Test
  void requiresOnlyKeyAndVersionOfDeletions() {
    BoundStep deletions = Enforce.deletions(Shop.contract()).bind(Shop.schema());

    assertThat(Outcomes.of(deletions, Shop.record()).records).hasSize(1);
    assertThat(Outcomes.of(deletions, Shop.record("changed", null)).rejects).hasSize(1);
    assertThat(Outcomes.of(deletions, Shop.record("id", null)).rejects).hasSize(1);
  }

  @Test
  void countsCodePointsAndNoBlanksAtTheEndOfAChar() {
    assertThat(Outcomes.of(ENFORCE, Shop.record("code", "EUR   ")).records).hasSize(1);
    assertThat(Outcomes.of(ENFORCE, Shop.record("code", "EURO")).rejects)
        .containsExactly(new Violation(Reason.LENGTH, "code", "EURO", "at most 3 characters"));
    assertThat(Outcomes.of(ENFORCE, Shop.record("note", "😀😀😀😀😀")).records).hasSize(1);
    assertThat(Outcomes.of(ENFORCE, Shop.record("note", "abcde ")).rejects).hasSize(1);
  }

  @Test
  void masksEachColumnAsTheContractSays() {
    BoundStep mask = MaskFields.of(Shop.contract(), new Secret("key")).bind(Shop.schema());

    GenericRecord record =
        Outcomes.of(
                mask,
                Shop.record(
                    "email", "Ann@Example.com",
                    "name", "Änne Doe",
                    "card", "4111 1111 1111 1234",
                    "phone", "0123",
                    "street", "Main St 1",
                    "born", 1))
            .records
            .get(0);

    assertThat(record.get("email").toString()).matches("[0-9a-f]{32}@example\\.com");
    assertThat(record.get("name")).isEqualTo("Ä.");
    assertThat(record.get("card")).isEqualTo("****1234");
    assertThat(record.get("phone").toString()).matches("[0-9a-f]{32}");
    assertThat(record.get("street")).isEqualTo("***");
    assertThat(record.get("born")).isNull();
    assertThat(record.get("id")).isEqualTo(7L);
  }

  @Test
  void hashesEqualValuesAlikeUnderOneKeyOnly() {
    assertThat(hashed("one", "0123")).isEqualTo(hashed("one", "0123"));
    assertThat(hashed("one", "0123")).isNotEqualTo(hashed("two", "0123"));
    assertThat(hashed("one", "0123")).isNotEqualTo(hashed("one", "0124"));
  }

  private static Object hashed(String key, String value) {
    BoundStep mask = MaskFields.of(Shop.contract(), new Secret(key)).bind(Shop.schema());
    return Outcomes.of(mask, Shop.record("phone", value)).records.get(0).get("phone");
  }

  @Test
  void saysWhichSecretIsMissing() {
    MaskFields mask = MaskFields.of(Shop.contract(), new Secret("${env:TOWPATH_TEST_NO_SUCH_KEY}"));

    assertThatThrownBy(() -> mask.bind(Shop.schema()))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("TOWPATH_TEST_NO_SUCH_KEY");
  }

  @Test
  void keepsAShortMaskedExcerptOfWhatWasFound() {
    FoundMask mask = FoundMask.of(Shop.contract());

    assertThat(mask.found(violation("email", "Ann.Doe7@example.com")))
        .isEqualTo("xxx.xxx9@xxxxxxx.xxx");
    assertThat(mask.found(violation("phone", "+31 6"))).isEqualTo("+99 9");
    assertThat(mask.found(violation("amount", "12,50"))).isEqualTo("12,50");
    assertThat(mask.found(violation("op", "Ann"))).isEqualTo("xxx");
    assertThat(mask.found(violation("amount", "x".repeat(500)))).hasSize(200);
    assertThat(mask.found(violation("amount", "😀".repeat(500))).codePoints().count())
        .isEqualTo(200);
    assertThat(mask.found(violation("amount", null))).isNull();
  }

  @Test
  void writesInvisibleCharactersOfAnExcerptAsEscapes() {
    FoundMask mask = FoundMask.of(Shop.contract());

    assertThat(mask.found(violation("amount", "1\r\n\u202E2\0")))
        .isEqualTo("1\\u000d\\u000a\\u202e2\\u0000");
  }

  private static Violation violation(String column, String found) {
    return new Violation(Reason.TYPE, column, found, "something else");
  }

  @Test
  void refusesMasksThatAreForTextOnOtherTypes() {
    var contract = Shop.contract();
    var fields = new java.util.ArrayList<>(contract.fields());
    fields.set(
        9,
        new io.towpath.contract.Field(
            "amount",
            "",
            io.towpath.contract.ColumnType.numeric(12, 2),
            false,
            io.towpath.contract.Field.Constraints.none(),
            null,
            io.towpath.contract.Field.Mask.HASH,
            null,
            12));
    var broken =
        new io.towpath.contract.Contract(
            "shop.odcs.yaml",
            "shop",
            "1",
            "active",
            "public",
            "shop",
            "shop",
            "",
            fields,
            List.of("id"),
            List.of("id"),
            List.of(),
            null,
            List.of(),
            List.of(),
            List.of(),
            java.math.BigDecimal.ZERO,
            List.of());

    assertThatThrownBy(() -> MaskFields.of(broken, new Secret("k")).bind(Shop.schema()))
        .isInstanceOf(ConfigurationException.class)
        .hasMessage(
            "shop.odcs.yaml:12:1 amount: mask HASH is for text; mask this column with nullify");
  }

  @Test
  void masksValuesWithinJsonAndKeepsTheRestAsWritten() {
    BoundStep mask = MaskFields.of(Shop.contract(), new Secret("key")).bind(Shop.schema());

    Object masked =
        Outcomes.of(
                mask,
                Shop.record(
                    "address",
                    "[{\"street\": \"Main St\", \"n\": 1.50, \"city\": \"Ä\"},"
                        + " {\"street\": {\"a\": 1}, \"geo\": {\"lat\": 12345678901234567.1}}, 7]"))
            .records
            .get(0)
            .get("address");

    assertThat(masked)
        .isEqualTo(
            "[{\"street\":\"***\",\"n\":1.50,\"city\":\"Ä\"},"
                + "{\"street\":null,\"geo\":{\"lat\":12345678901234567.1}},7]");
  }

  @Test
  void hidesWhatWasFoundWithinClassifiedJson() {
    FoundMask mask = FoundMask.of(Shop.contract());

    assertThat(mask.found(violation("address.street", "Main"))).isEqualTo("xxxx");
    assertThat(mask.found(violation("address", "{}a"))).isEqualTo("{}x");
    assertThat(mask.found(violation("address.city", "Ams"))).isEqualTo("Ams");
  }
}
