package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

final class FixedSplitterTest {

  private static List<List<String>> split(String text, Integer... widths) {
    byte[] bytes = text.getBytes(UTF_8);
    FixedSplitter splitter = new FixedSplitter(List.of(widths));
    List<List<String>> lines = new ArrayList<>();
    for (int at = 0; at < bytes.length; at = splitter.next()) {
      splitter.split(bytes, at, bytes.length);
      List<String> fields = new ArrayList<>();
      for (int i = 0; i < Math.min(splitter.count(), widths.length); i++) {
        fields.add(
            new String(bytes, splitter.start(i), splitter.end(i) - splitter.start(i), UTF_8));
      }
      if (splitter.count() > widths.length) {
        fields.add("+");
      }
      lines.add(fields);
    }
    return lines;
  }

  @Test
  void cutsLinesByCharactersAndDropsBlanksAround() {
    assertThat(split("1   Gräce  \r\n 22 赵      \n333Ada Lov\r", 3, 8))
        .containsExactly(List.of("1", "Gräce"), List.of("22", "赵"), List.of("333", "Ada Lov"));
  }

  @Test
  void letsALineEndWithinItsLastColumnOnly() {
    assertThat(split("1  ab\n1  a\n1  \n1\nabcdef  \nabcdefg\n\n", 3, 3))
        .containsExactly(
            List.of("1", "ab"),
            List.of("1", "a"),
            List.of("1"),
            List.of("1"),
            List.of("abc", "def"),
            List.of("abc", "def", "+"),
            List.of(""));
  }

  @Test
  void knowsABlankLine() {
    FixedSplitter splitter = new FixedSplitter(List.of(3));

    splitter.split("\n1\n".getBytes(UTF_8), 0, 3);
    assertThat(splitter.isBlank()).isTrue();
    splitter.split("\n1\n".getBytes(UTF_8), splitter.next(), 3);
    assertThat(splitter.isBlank()).isFalse();
  }

  @Property
  void readsWhatWasWrittenInColumns(
      @ForAll @Size(min = 1, max = 6) List<@IntRange(min = 0, max = 99_999_999) Integer> numbers) {
    StringBuilder line = new StringBuilder();
    List<Integer> widths = new ArrayList<>();
    for (int number : numbers) {
      line.append(String.format("%8d", number));
      widths.add(8);
    }

    assertThat(split(line.toString(), widths.toArray(Integer[]::new)))
        .containsExactly(numbers.stream().map(String::valueOf).toList());
  }
}
