package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlRetryTest {
  private final AtomicInteger attempts = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"40001", "40P01", "55P03", "57P01", "57P03", "53300", "08006", "25006"})
  void triesAgainWhatPasses_F12(String state) throws SQLException {
    int result = SqlRetry.within(Duration.ofSeconds(30)).get(() -> failTwice(state));

    assertThat(result).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"28P01", "42501", "3D000", "42P01", "08004", "23505", "22P02"})
  void throwsAtOnceWhatStays_F12(String state) {
    assertThatThrownBy(() -> SqlRetry.within(Duration.ofSeconds(30)).get(() -> failTwice(state)))
        .isInstanceOf(SQLException.class);
    assertThat(attempts).hasValue(1);
  }

  @Test
  void givesUpAtTheDeadline_F11() {
    assertThatThrownBy(
            () ->
                SqlRetry.within(Duration.ofMillis(300))
                    .get(
                        () -> {
                          attempts.incrementAndGet();
                          throw new SQLException("reset", "08006");
                        }))
        .isInstanceOf(SQLException.class)
        .hasMessage("reset");
    assertThat(attempts.get()).isGreaterThan(1);
  }

  @Test
  void seesTheStateOfACause() {
    assertThat(
            SqlStates.isTransient(
                new IllegalStateException("wrapped", new SQLException("deadlock", "40P01"))))
        .isTrue();
    assertThat(SqlStates.isDataError(new SQLException("too long", "22001"))).isTrue();
    assertThat(SqlStates.stateOf(new IllegalStateException("none"))).isNull();
  }

  private int failTwice(String state) throws SQLException {
    if (attempts.incrementAndGet() < 3) {
      throw new SQLException("fails for now", state);
    }
    return attempts.get();
  }
}
