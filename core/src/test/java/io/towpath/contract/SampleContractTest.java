package io.towpath.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType.Kind;
import io.towpath.yaml.Problems;
import java.math.BigDecimal;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.avro.LogicalTypes;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;

class SampleContractTest {
  private final Contract contract = sample();

  private static Contract sample() {
    try {
      Path file = Path.of(SampleContractTest.class.getResource("orders.odcs.yaml").toURI());
      Problems problems = new Problems();
      Contract contract = Contracts.read(file, "orders.odcs.yaml", problems).orElse(null);
      assertThat(problems.list()).isEmpty();
      return contract;
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void readsTargetAndKeys() {
    assertThat(contract.schema()).isEqualTo("sales");
    assertThat(contract.table()).isEqualTo("orders");
    assertThat(contract.primaryKey()).containsExactly("order_id", "ordered_at");
    assertThat(contract.versionedBy()).containsExactly("updated_at");
    assertThat(contract.indexes())
        .containsExactly(List.of("customer_id", "ordered_at"), List.of("status"));
    assertThat(contract.partitioning())
        .isEqualTo(new Contract.Partitioning("ordered_at", Contract.Partitioning.Grain.MONTH));
  }

  @Test
  void mergesByTheSmallestUniqueSetInsideThePrimaryKey() {
    assertThat(contract.mergeKey()).containsExactly("order_id");
  }

  @Test
  void readsTypesAndConstraints() {
    assertThat(field("total_amount").type()).isEqualTo(ColumnType.numeric(12, 2));
    assertThat(field("currency").type().kind()).isEqualTo(Kind.CHAR);
    assertThat(field("coupon_codes").type()).isEqualTo(ColumnType.array(ColumnType.of(Kind.TEXT)));
    assertThat(field("coupon_codes").constraints().items().minLength()).isEqualTo(4);
    assertThat(field("status").constraints().allowed()).startsWith("placed").hasSize(5);
    assertThat(field("discount_rate").constraints().exclusiveMaximum()).isEqualTo("1");
    assertThat(field("loaded_at").generated()).isEqualTo(Field.Generated.PUBLISH_TIME);
  }

  @Test
  void readsRulesAndMasksInsideJson() {
    List<Field> address = field("shipping_address").children();

    assertThat(address).extracting(Field::name).containsExactly("street", "city", "country");
    assertThat(address.get(0).mask()).isEqualTo(Field.Mask.REDACT);
    assertThat(address.get(1).required()).isTrue();
    assertThat(address.get(2).constraints().pattern()).isEqualTo("^[A-Z]{2}$");
  }

  @Test
  void tellsRulesOnRowsFromChecksOnTheTable() {
    assertThat(contract.rules()).hasSize(1);
    assertThat(contract.rules().get(0).predicate()).isEqualTo("shipped_at < ordered_at");
    assertThat(contract.quality())
        .extracting(Contract.Quality::id)
        .containsExactly("not_empty", "unique_order_id", "email_known");
    assertThat(contract.quality()).noneMatch(Contract.Quality::judgesRows);
  }

  @Test
  void readsServiceLevels() {
    assertThat(contract.errorRate()).isEqualTo(new BigDecimal("0.5"));
    assertThat(contract.serviceLevels())
        .extracting(Contract.ServiceLevel::within)
        .containsExactly(Duration.ofHours(26), Duration.ofDays(1), Duration.ofDays(730));
  }

  @Test
  void compilesToAvro() {
    Schema published = RecordSchemas.published(contract);
    Schema working = RecordSchemas.working(contract, List.of("op"));

    assertThat(published.getFields()).hasSize(18);
    assertThat(working.getField("loaded_at")).isNull();
    assertThat(working.getField("op").schema().getTypes().get(1).getType())
        .isEqualTo(Schema.Type.STRING);
    assertThat(published.getField("total_amount").schema().getTypes().get(1).getLogicalType())
        .isEqualTo(LogicalTypes.decimal(12, 2));
    assertThat(new Schema.Parser().parse(published.toString())).isEqualTo(published);
  }

  @Test
  void compilesToJson() {
    assertThat(ContractJson.text(contract))
        .contains("\"mergeKey\" : [ \"order_id\" ]")
        .contains("\"type\" : \"numeric(12,2)\"");
  }

  private Field field(String name) {
    return contract.field(name).orElseThrow();
  }
}
