package io.towpath.io.rest;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

final class TokenSealTest {
  private static final List<String> SOURCE = List.of("items", "https://id.example.com/token", "me");

  private final TokenSeal seal = TokenSeal.of("s3cret", SOURCE);

  @Test
  void opensWhatItSealed() {
    byte[] sealed = seal.seal("a-token-\u00e9");

    assertThat(seal.open(sealed)).contains("a-token-\u00e9");
    assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("token");
    assertThat(seal.seal("a-token-\u00e9")).as("by another nonce").isNotEqualTo(sealed);
  }

  @Test
  void opensWhatIsSealedByRfc5869AndSp800() {
    byte[] sealed =
        HexFormat.of()
            .parseHex("000102030405060708090a0ba2959c9a44bd4269bf8982bd9798b40a8662900e11ff55");

    assertThat(seal.open(sealed)).contains("a-token");
  }

  @Test
  void opensNothingElse() {
    byte[] sealed = seal.seal("a-token");
    byte[] changed = sealed.clone();
    changed[20] ^= 1;

    assertThat(seal.open(changed)).isEmpty();
    assertThat(seal.open(new byte[27])).isEmpty();
    assertThat(TokenSeal.of("other", SOURCE).open(sealed)).isEmpty();
    assertThat(TokenSeal.of("s3cret", List.of("items", SOURCE.get(1), "you")).open(sealed))
        .isEmpty();
    assertThat(TokenSeal.of("s3cret", List.of("item", "s" + SOURCE.get(1), "me")).open(sealed))
        .isEmpty();
  }
}
