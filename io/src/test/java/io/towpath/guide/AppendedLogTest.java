package io.towpath.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Layout;
import io.towpath.config.Settings;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourceHarness;
import io.towpath.testing.SourceContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The source of docs/guides/write-a-source.md keeps what every source keeps. */
final class AppendedLogTest extends SourceContract {
  private static final Path GUIDE = Path.of("../docs/guides/write-a-source.md");
  private static final Path CODE = Path.of("src/test/java/io/towpath/guide/AppendedLog.java");

  @TempDir private Path folder;

  private Source open(String file) {
    return new AppendedLog()
        .open(new Settings("log", Map.of("path", folder.resolve(file).toString())));
  }

  @Override
  protected Subject subject() {
    return new Subject() {
      private final SourceHarness harness =
          new SourceHarness(folder.resolve("raw"), Layout.avro(), batch -> {});
      private int lines;

      @Override
      public void grow(int records) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < records; i++) {
          text.append("line ").append(++lines).append(" of Zoë\n");
        }
        append(text + "half a line");
        lines++; // the half is the beginning of the next
      }

      @Override
      public Landed land(@Nullable String cursor) {
        return harness.land(() -> open("log"), cursor);
      }

      @Override
      public List<Landed> landTwice() {
        return harness.land(() -> open("log"), null, 2);
      }

      @Override
      public void landInVain() {
        harness.land(() -> open("none"), null);
      }

      @Override
      public String secret() {
        return "";
      }

      @Override
      public boolean hasCursor() {
        return true;
      }
    };
  }

  private void append(String text) {
    try {
      Files.writeString(
          folder.resolve("log"), text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesWrongSettings() {
    assertThat(new AppendedLog().mistakes(new Settings("log", Map.of("pth", "x"))))
        .containsExactly(
            "path is missing; expected it in with", "unknown setting pth; expected path");
  }

  @Test
  void standsInTheGuideAsItIs() throws IOException {
    String code = Files.readString(CODE);

    assertThat(Files.readString(GUIDE)).contains("```java\n" + code + "```");
    assertThat(code.lines().count()).isLessThan(150);
  }
}
