package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** JSON arrays in chunks of every size: elements and damage in their order. */
final class JsonArrayFramingTest {

  private static List<String> elements(String text, int chunk) throws IOException {
    List<String> found = new ArrayList<>();
    long position = 0;
    Chunk last = null;
    try (JsonArrayFraming framing =
        new JsonArrayFraming(
            new ByteArrayInputStream(text.getBytes(UTF_8)), new SplitId(1, 0, 0), chunk)) {
      for (Chunk next = framing.next(); next != null; next = framing.next()) {
        assertThat(next.from()).isEqualTo(position);
        String lines = new String(next.bytes(), UTF_8);
        if (next.damage() != null) {
          found.add("!" + next.damage().found());
          assertThat(next.to() - next.from()).isEqualTo(1);
        } else {
          List<String> each = lines.lines().toList();
          assertThat(next.to() - next.from()).isEqualTo(each.size());
          found.addAll(each);
        }
        position = next.to();
        last = next;
      }
    }
    assertThat(last).isNotNull().matches(Chunk::last);
    return found;
  }

  private static List<String> elements(String text) throws IOException {
    List<String> once = elements(text, Framing.CHUNK);
    for (int chunk = 1; chunk < text.length() + 2; chunk++) {
      assertThat(elements(text, chunk)).as("chunks of %d", chunk).isEqualTo(once);
    }
    return once;
  }

  @Test
  void cutsElementsOnTheirBracketsAndStrings() throws IOException {
    assertThat(elements(" [ {\"a\":\"],\\\"}\"} ,\n [1,\n2] , 3 ]\n"))
        .containsExactly("{\"a\":\"],\\\"}\"} ", "[1, 2] ", "3 ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "[]", " [ ]\r\n", "\ufeff[]"})
  @DisplayName("F40 empty file, byte order mark")
  void f40_emptyArrayHoldsNothing(String text) throws IOException {
    assertThat(elements(text)).isEmpty();
  }

  @Test
  @DisplayName("F40 broken elements")
  void f40_brokenElementCostsItself() throws IOException {
    assertThat(elements("[{\"a\":1}},{\"a\" 1},{\"a\":\"\n\"},{\"a\":2}]"))
        .containsExactly("{\"a\":1}}", "{\"a\" 1}", "{\"a\":\"\u0001\"}", "{\"a\":2}");
  }

  @Test
  @DisplayName("F32 truncated JSON")
  void f32_arrayThatWasCutShortKeepsWhatIsWhole() throws IOException {
    assertThat(elements("[{\"a\":1},{\"a\":")).containsExactly("{\"a\":1}", WITHIN_ELEMENT);
    assertThat(elements("[{\"a\":1},"))
        .containsExactly("{\"a\":1}", "!a file that ends within the array");
    assertThat(elements("[{\"a\":1}")).containsExactly(WITHIN_ELEMENT);
    assertThat(elements("[")).containsExactly("!a file that ends within the array");
  }

  private static final String WITHIN_ELEMENT = "!a file that ends within an element";

  @Test
  void rejectsWhatMakesNoSenseBetweenElements() throws IOException {
    assertThat(elements("[1,,2,]x"))
        .containsExactly(
            "1",
            "!a comma without an element before it",
            "2",
            "!a comma without an element after it");
    assertThat(elements("[1] {\"a\":2}")).containsExactly("1", "!text after the array");
    assertThat(elements("{\"a\":1}\n{\"a\":2}"))
        .containsExactly("!a file that does not begin with [");
  }
}
