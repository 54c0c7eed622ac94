package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

final class WarehouseTest {

  @Test
  @Timeout(60) // it would wait for an hour
  void givesASilentServerUpSoonWhereWorkIsDoneAtOnce() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 10, InetAddress.getLoopbackAddress())) {
      WarehouseAddress address =
          new WarehouseAddress(
              "jdbc:postgresql://127.0.0.1:" + silent.getLocalPort() + "/none", null, null);

      assertThatThrownBy(
              () ->
                  Warehouse.callWithin(
                      Duration.ofSeconds(1), address, "beat", Role.LOADER, connection -> null))
          .isInstanceOfSatisfying(
              TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.WAREHOUSE));
    }
  }
}
