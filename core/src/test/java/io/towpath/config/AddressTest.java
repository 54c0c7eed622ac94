package io.towpath.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.TowpathException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressTest {
  @TempDir Path folder;

  @Test
  void isResolvedWhereItIsUsed() throws IOException {
    Address address = file(Address.Kind.HTTP, "https://api.example.com/v2/\n");

    assertThat(address.url()).isEqualTo("https://api.example.com/v2");
    assertThat(address).asString().startsWith("${file:").doesNotContain("example");
  }

  @Test
  void isHeldToTheRulesOfAnAddressThatIsWrittenOut() throws IOException {
    Address database = file(Address.Kind.JDBC, "jdbc:postgresql://db/shop?socketFactory=evil");
    Address login = file(Address.Kind.HTTP, "https://me:secret@api.example.com");

    assertThatThrownBy(database::url)
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("has the parameter socketFactory");
    assertThatThrownBy(login::url)
        .hasMessageContaining("holds a password")
        .hasMessageNotContaining("secret@");
  }

  @Test
  void showsNoParametersInMessages() {
    Address address =
        new Address(new Secret("jdbc:postgresql://db/shop?sslmode=verify-full"), Address.Kind.JDBC);

    assertThat(address).hasToString("jdbc:postgresql://db/shop");
  }

  private Address file(Address.Kind kind, String text) throws IOException {
    Path file = Files.writeString(Files.createTempFile(folder, "address", ""), text);
    return new Address(new Secret("${file:" + file + "}"), kind);
  }
}
