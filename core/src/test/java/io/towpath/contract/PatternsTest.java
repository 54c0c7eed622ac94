package io.towpath.contract;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PatternsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "^[A-Z]{3}$",
        "^[^@\\s]+@[^@\\s]+\\.[^@\\s]+$",
        "^N[0-9A-Z]+$",
        "a|b",
        "(?:ab)+?c",
        "(?=a)b(?!c)",
        "\\d{2}-\\w+",
        "^$",
        "x{2,}",
        "[\\d.-]"
      })
  void acceptsWhatMeansTheSameToPostgres(String pattern) {
    assertThat(Patterns.isSound(pattern)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[",
        "(?<year>\\d+)",
        "(?i)abc",
        "(?>a)b",
        "a++",
        "a{2}+",
        "\\p{L}",
        "\\x{41}",
        "\\bword\\b",
        "\\Aab\\z",
        "\\Qa.b\\E",
        "(a)\\1",
        "[a-z&&[^b]]",
        "[[a-c]d]",
        "[[:alpha:]]",
        "[\\S]",
        "***=a"
      })
  void refusesWhatPostgresReadsOtherwise(String pattern) {
    assertThat(Patterns.isSound(pattern)).isFalse();
  }
}
