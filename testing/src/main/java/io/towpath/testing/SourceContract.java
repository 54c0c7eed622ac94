package io.towpath.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * What every source keeps, whatever it reads: nothing is lost or read twice, and no secret leaves
 * it. A source's test extends this and says what it is.
 */
public abstract class SourceContract {
  private static final int FEW = 7;

  /**
   * What one land run gave.
   *
   * @param records each as a text that tells it from the others, in any order
   * @param cursor where it ended, null if the source has no cursor
   * @param footprint all that left the driver and stays in the raw zone but records: splits as they
   *     travel (a character a byte), names of parts, the slice
   */
  public record Landed(List<String> records, @Nullable String cursor, String footprint) {}

  /** A source over something that can grow. */
  public interface Subject {
    /** Lets it grow by so many records, which differ from all others. */
    void grow(int records);

    /** Plans, sends the splits through serialization, and lands each. */
    Landed land(@Nullable String cursor);

    /** Lands each split, and each once more as after a kill; gives the records of both. */
    List<Landed> landTwice();

    /** Lands from a place that is not there, or with a login that is refused. */
    void landInVain();

    /** The secret that it uses, empty if none. */
    String secret();

    /** Whether a cursor tells it where it was. */
    boolean hasCursor();
  }

  /** The source, with nothing in it. */
  protected abstract Subject subject();

  @Test
  void readsTheSameTwice() {
    Subject subject = subject();
    subject.grow(FEW);

    Landed first = subject.land(null);
    Landed second = subject.land(null);

    assertThat(first.records()).hasSize(FEW).doesNotHaveDuplicates();
    assertThat(second.records()).containsExactlyInAnyOrderElementsOf(first.records());
  }

  @Test
  void losesAndRepeatsNothingBetweenTwoRuns() {
    Subject subject = subject();
    List<String> taken = new ArrayList<>();
    String cursor = null;
    for (int run = 1; run <= 3; run++) {
      subject.grow(FEW);
      Landed landed = subject.land(cursor);
      if (!subject.hasCursor()) {
        taken.clear(); // each run is the whole
      }
      taken.addAll(landed.records());
      cursor = landed.cursor();
    }

    assertThat(taken).hasSize(3 * FEW).doesNotHaveDuplicates();
    assertThat(cursor == null).isNotEqualTo(subject.hasCursor());
  }

  @Test
  void takesNothingWhereNothingIsNew() {
    Subject subject = subject();
    subject.grow(FEW);

    Landed first = subject.land(null);
    Landed second = subject.land(first.cursor());

    assertThat(second.records()).hasSize(subject.hasCursor() ? 0 : FEW);
  }

  @Test
  void readsASplitAgainAfterAKill() {
    Subject subject = subject();
    subject.grow(FEW);

    List<Landed> attempts = subject.landTwice();

    assertThat(attempts.get(0).records()).hasSize(FEW);
    assertThat(attempts.get(1).records())
        .containsExactlyInAnyOrderElementsOf(attempts.get(0).records());
  }

  @Test
  void saysWhatIsWrongWithItsPlace() {
    Throwable failure = org.assertj.core.api.Assertions.catchThrowable(subject()::landInVain);

    assertThat(failure).isInstanceOf(TowpathException.class);
    assertThat(((TowpathException) failure).exitCode())
        .isIn(ExitCode.SOURCE, ExitCode.CONFIGURATION);
    assertThat(failure.getMessage()).isNotBlank().doesNotContain("Exception");
  }

  @Test
  void keepsItsSecret() {
    Subject subject = subject();
    subject.grow(FEW);

    String footprint = subject.land(null).footprint();

    assertThat(footprint).isNotEmpty();
    if (!subject.secret().isEmpty()) {
      assertThat(footprint).doesNotContain(subject.secret());
    }
  }
}
