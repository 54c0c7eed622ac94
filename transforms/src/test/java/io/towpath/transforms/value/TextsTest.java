package io.towpath.transforms.value;

import static io.towpath.transforms.value.Parsing.text;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.contract.ColumnType;
import io.towpath.contract.ColumnType.Kind;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {

  @Property
  void judgesBytesAsJavasStrictDecoderDoesAndRefusesNulBesides(@ForAll byte[] bytes) {
    boolean valid;
    try {
      UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      valid = true;
    } catch (CharacterCodingException e) {
      valid = false;
    }
    for (byte value : bytes) {
      valid &= value != 0;
    }

    assertThat(Utf8.firstInvalid(bytes, 0, bytes.length) < 0).isEqualTo(valid);
  }

  @Property
  void readsEveryTextBack(@ForAll String text) {
    boolean storable = text.indexOf('\0') < 0 && !Utf8.hasLoneSurrogate(text);

    Object value = text(text).as(Kind.TEXT);

    if (storable) {
      assertThat(value).isEqualTo(text);
    } else {
      assertThat(value).isSameAs(Utf8.REFUSAL);
    }
  }

  @Test
  @DisplayName("F40 lone surrogates, overlong forms and NUL")
  void f40_refusesBytesThatAreNoText() {
    for (byte[] bytes :
        List.of(
            new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80},
            new byte[] {(byte) 0xC0, (byte) 0x80},
            new byte[] {(byte) 0xFF},
            new byte[] {'a', 0},
            new byte[] {(byte) 0xE2, (byte) 0x82})) {
      assertThat(new TextParser().parse(bytes, 0, bytes.length))
          .as(Arrays.toString(bytes))
          .isSameAs(Utf8.REFUSAL);
    }
  }

  @Test
  @DisplayName("F40 zero-width and bidi characters")
  void f40_keepsInvisibleCharactersAsTheyAre() {
    String text = "a\u200Bb\u202Ec\uFEFFd";

    assertThat(text(text).as(Kind.TEXT)).isEqualTo(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "T", "yes", "1", "YES"})
  void readsWhatMeansTrue(String text) {
    assertThat(text(text).as(Kind.BOOLEAN)).isEqualTo(true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"on", "y", "2", "wahr", "", "truee"})
  void refusesWhatMeansNeitherTrueNorFalse(String text) {
    assertThat(text(text).outcomeAs(Kind.BOOLEAN)).isEqualTo("type");
  }

  @Test
  void readsUuidsWithAndWithoutHyphens() {
    UUID uuid = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");

    assertThat(text("123E4567-e89b-12d3-a456-426614174000").as(Kind.UUID)).isEqualTo(uuid);
    assertThat(text("123e4567e89b12d3a456426614174000").as(Kind.UUID)).isEqualTo(uuid);
    assertThat(text("123e4567-e89b-12d3-a456-42661417400").outcomeAs(Kind.UUID)).isEqualTo("type");
    assertThat(text("123e4567+e89b-12d3-a456-426614174000").outcomeAs(Kind.UUID)).isEqualTo("type");
  }

  @Test
  void readsBytesFromHexDigits() {
    assertThat(text("\\x00fF").as(Kind.BYTEA)).isEqualTo(ByteBuffer.wrap(new byte[] {0, -1}));
    assertThat(text("0").outcomeAs(Kind.BYTEA)).isEqualTo("type");
    assertThat(text("zz").outcomeAs(Kind.BYTEA)).isEqualTo("type");
  }

  @Test
  void keepsJsonAsItIsWritten() {
    String json = "{\"a\": [1, 2.50, 1e3], \"b\": null}";

    assertThat(text(json).as(Kind.JSONB)).isEqualTo(json);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "{", "{} {}", "{a:1}", "[1,]", "nan", "{\"a\":1,\"a\":2}"})
  void refusesBrokenJsonAndKeysThatComeTwice(String text) {
    assertThat(text(text).outcomeAs(Kind.JSONB)).isEqualTo("type");
  }

  @Test
  @DisplayName("F40 NUL and lone surrogates in JSON")
  void f40_refusesEscapesThatPostgresqlCannotStore() {
    assertThat(text("{\"a\": \"x\\u0000\"}").outcomeAs(Kind.JSONB)).isEqualTo("encoding");
    assertThat(text("[\"\\ud800\"]").outcomeAs(Kind.JSONB)).isEqualTo("encoding");
    assertThat(text("{\"\\u0000\": 1}").outcomeAs(Kind.JSONB)).isEqualTo("encoding");
    assertThat(text("[\"\\ud83d\\ude00\"]").outcomeAs(Kind.JSONB)).isEqualTo("accepted");
  }

  @Test
  @DisplayName("F41 JSON 10,000 deep")
  void f41_refusesDeepJson() {
    String deep = "[".repeat(10_000) + "]".repeat(10_000);

    assertThat(text(deep).outcomeAs(Kind.JSONB)).isEqualTo("limit");
    assertThat(text("[".repeat(100) + "]".repeat(100)).outcomeAs(Kind.JSONB)).isEqualTo("accepted");
  }

  @Test
  void readsArraysFromJsonAndFromPostgresqlsText() {
    ColumnType numbers = new ColumnType(Kind.ARRAY, 0, 0, 0, ColumnType.of(Kind.INTEGER));
    ColumnType texts = new ColumnType(Kind.ARRAY, 0, 0, 0, ColumnType.of(Kind.TEXT));

    assertThat(text("[1, null, 3]").as(numbers)).isEqualTo(Arrays.asList(1, null, 3));
    assertThat(text("{1,NULL,3}").as(numbers)).isEqualTo(Arrays.asList(1, null, 3));
    assertThat(text("{a, \"b,\\\"c\\\"\" ,\"NULL\"}").as(texts))
        .isEqualTo(List.of("a", "b,\"c\"", "NULL"));
    assertThat(text("{}").as(texts)).isEqualTo(List.of());
    assertThat(text("[]").as(texts)).isEqualTo(List.of());
    for (String broken :
        List.of("", "[", "{", "{a", "[[1]]", "{{1}}", "{a,}", "{,a}", "[1] 2", "{\"a}", "1,2")) {
      assertThat(text(broken).outcomeAs(texts)).as(broken).isEqualTo("type");
    }
  }
}
