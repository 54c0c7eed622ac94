package io.towpath.pipelines.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;

final class PrintedTest {

  @Test
  void showsWhatWouldCommandATerminalOrHideText() {
    assertThat(Printed.text("a\u001b[2Jb\tc\nd")).isEqualTo("a\\u001b[2Jb\\u0009c\\u000ad");
    assertThat(Printed.text("abc\u202edef")).isEqualTo("abc\\u202edef");
  }

  @Test
  void leavesWordsAndNumbersAsTheyAre() {
    assertThat(Printed.text("Gr\u00e4ce \ud83d\ude00")).isEqualTo("Gr\u00e4ce \ud83d\ude00");
    assertThat(Printed.text(new BigDecimal("1E+3"))).isEqualTo("1000");
    assertThat(Printed.text(null)).isEmpty();
  }
}
