package io.towpath.io.postgres.stage;

import io.towpath.contract.ColumnType.Kind;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Draws values of each type, with a liking for the edges. */
final class SampleValues {

  private SampleValues() {}

  static Arbitrary<?> of(Kind kind) {
    return switch (kind) {
      case SMALLINT -> Arbitraries.integers().between(Short.MIN_VALUE, Short.MAX_VALUE);
      case INTEGER -> Arbitraries.integers();
      case BIGINT -> Arbitraries.longs();
      case NUMERIC -> numerics();
      case REAL ->
          Arbitraries.oneOf(
              Arbitraries.floats(),
              Arbitraries.of(Float.NaN, -0f, 0f, Float.MIN_VALUE, Float.NEGATIVE_INFINITY));
      case DOUBLE ->
          Arbitraries.oneOf(
              Arbitraries.doubles(),
              Arbitraries.of(Double.NaN, -0d, 0d, Double.MIN_VALUE, Double.NEGATIVE_INFINITY));
      case BOOLEAN -> Arbitraries.of(true, false);
      case TEXT, VARCHAR, CHAR, JSONB, ARRAY -> texts();
      // PostgreSQL's years go from 4713 BC to 5874897 AD; text output of ours to 9999.
      case DATE -> Arbitraries.integers().between(-719_162, 2_932_896);
      case TIME -> Arbitraries.longs().between(0, 86_399_999_999L);
      case TIMESTAMP, TIMESTAMPTZ ->
          Arbitraries.longs().between(-62_135_596_800_000_000L, 253_402_300_799_999_999L);
      case UUID -> Combinators.combine(Arbitraries.longs(), Arbitraries.longs()).as(UUID::new);
      case BYTEA -> Arbitraries.bytes().array(byte[].class).ofMaxSize(20).map(ByteBuffer::wrap);
    };
  }

  private static Arbitrary<BigDecimal> numerics() {
    Arbitrary<BigDecimal> small =
        Combinators.combine(
                Arbitraries.longs().between(-1_000_000, 1_000_000),
                Arbitraries.integers().between(0, 8))
            .as(BigDecimal::valueOf);
    Arbitrary<BigDecimal> wide =
        Combinators.combine(
                Arbitraries.bigIntegers()
                    .between(BigInteger.TEN.pow(40).negate(), BigInteger.TEN.pow(40)),
                Arbitraries.integers().between(-20, 60))
            .as((unscaled, scale) -> new BigDecimal(unscaled, scale));
    Arbitrary<BigDecimal> longs =
        Combinators.combine(Arbitraries.longs(), Arbitraries.integers().between(0, 20))
            .as(BigDecimal::valueOf);
    return Arbitraries.oneOf(small, longs, wide);
  }

  private static Arbitrary<String> texts() {
    return Arbitraries.strings()
        .ofMaxLength(12)
        .withChars('a', 'b', 'A', ' ', '\n', '\\', '\'', 'é', 'ß', '\u0001', '\uFFFD', '漢')
        .edgeCases(e -> e.add("", "\uD83D\uDE00", "a\u0001", "a"));
  }
}
