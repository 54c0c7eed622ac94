package io.towpath.io.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Ranges of pages. */
final class PageRangesTest {

  @Test
  void cutsOneTableIntoEqualRangesOfWhichTheLastIsOpen() {
    assertThat(new PageRanges(List.of(400L)).conditions(4))
        .containsExactly(
            "ctid < '(100,0)'",
            "ctid >= '(100,0)' and ctid < '(200,0)'",
            "ctid >= '(200,0)' and ctid < '(300,0)'",
            "ctid >= '(300,0)'");
  }

  @Test
  void cutsPartitionsAtOnceIntoRangesOfAboutAsManyPages() {
    // Below page 100 there are all three; above 200 only the largest goes on.
    assertThat(new PageRanges(List.of(100L, 200L, 600L)).conditions(3))
        .containsExactly(
            "ctid < '(100,0)'", "ctid >= '(100,0)' and ctid < '(300,0)'", "ctid >= '(300,0)'");
  }

  @Test
  void cutsNothingThatIsEmptyOrReadInOnePiece() {
    assertThat(new PageRanges(List.of(0L)).conditions(8)).containsExactly("");
    assertThat(new PageRanges(List.of()).conditions(8)).containsExactly("");
    assertThat(new PageRanges(List.of(9L)).conditions(1)).containsExactly("");
  }

  @Test
  void makesNoMoreRangesThanThereArePages() {
    assertThat(new PageRanges(List.of(2L)).conditions(8))
        .containsExactly("ctid < '(1,0)'", "ctid >= '(1,0)'");
  }
}
