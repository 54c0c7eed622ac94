package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.SplitId;
import io.towpath.core.Tally;
import java.util.List;
import org.junit.jupiter.api.Test;

class SplitTallyTest {
  private static final SplitId SPLIT = new SplitId(3, 0, 2);

  @Test
  void addsUpStretchesInWhateverOrderTheyCome() {
    List<SplitTally> merged =
        SplitTally.merge(List.of(tally(20, 30, true), tally(0, 10, false), tally(10, 20, false)));

    assertThat(merged).containsExactly(new SplitTally(SPLIT, 0, 30, true, 15, 3, 6, 21));
  }

  @Test
  void missesALostStretch() {
    assertThat(complete(tally(0, 10, false), tally(20, 30, true))).isFalse();
  }

  @Test
  void missesALostEnd() {
    assertThat(complete(tally(0, 10, false))).isFalse();
  }

  @Test
  void noticesAStretchThatCameTwice() {
    assertThat(complete(tally(0, 10, false), tally(0, 10, false), tally(10, 20, true))).isFalse();
  }

  @Test
  void takesAnEmptySplit() {
    assertThat(complete(tally(0, 0, true))).isTrue();
  }

  private static boolean complete(Tally... tallies) {
    return SplitTally.merge(List.of(tallies)).get(0).complete();
  }

  private static Tally tally(long from, long to, boolean last) {
    return new Tally(SPLIT, from, to, last, 5, 1, 2, 7);
  }
}
