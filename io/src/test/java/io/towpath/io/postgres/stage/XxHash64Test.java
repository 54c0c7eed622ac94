package io.towpath.io.postgres.stage;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class XxHash64Test {

  /** Vectors of the reference implementation with seed 0. */
  @ParameterizedTest
  @CsvSource({
    "'', EF46DB3751D8E999",
    "a, D24EC4F1A98C6E5B",
    "abc, 44BC2CF5AD770999",
    "Nobody inspects the spammish repetition, FBCEA83C8A378BF1",
  })
  void agreesWithTheReference(String text, String expected) {
    byte[] bytes = ("x" + text + "y").getBytes(StandardCharsets.UTF_8);

    long hash = XxHash64.hash(bytes, 1, bytes.length - 2);

    assertThat(hash).isEqualTo(Long.parseUnsignedLong(expected, 16));
  }
}
