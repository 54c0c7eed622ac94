package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.TowpathException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedWarehouseIT {
  @TempDir Path dotTowpath;

  @AfterEach
  void stop() {
    assertThat(EmbeddedWarehouse.stop(dotTowpath)).isTrue();
  }

  @Test
  void startsForItsFirstUserAndStopsWithItsLast() {
    EmbeddedWarehouse first = EmbeddedWarehouse.use(dotTowpath);
    EmbeddedWarehouse second = EmbeddedWarehouse.use(dotTowpath);
    first.close();
    first.close();

    assertThat(one(second.address())).isEqualTo(1);
    second.close();
    assertThat(EmbeddedWarehouse.status(dotTowpath)).isEmpty();
  }

  @Test
  void letsEveryRoleInAndNobodyWithoutThePassword() throws IOException {
    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      Migrations.migrate(warehouse.address());
      Migrations.require(warehouse.address());
      for (Role role : Role.values()) {
        assertThat(user(warehouse.address(), role)).isEqualTo(role.login());
      }
      WarehouseAddress open = new WarehouseAddress(warehouse.address().url(), null, null);

      assertThatThrownBy(() -> one(open))
          .isInstanceOf(TowpathException.class)
          .hasMessageContaining("check user, password and pg_hba.conf");
      assertThat(Files.getPosixFilePermissions(dotTowpath.resolve("warehouse/password")))
          .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }
  }

  @Test
  void keepsRowsOverARestart() {
    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      execute(warehouse.address(), "create table kept as select 1");
    }

    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      execute(warehouse.address(), "drop table kept");
    }
  }

  @Test
  void recoversAServerThatWasKilled() throws Exception {
    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      execute(warehouse.address(), "create table kept as select 1");
      kill(postmaster());
    }

    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      execute(warehouse.address(), "drop table kept");
    }
  }

  @Test
  void usesOnTheServerOfAProcessThatWasKilled() throws Exception {
    Process user = otherUser();
    long pid = postmaster();
    user.destroyForcibly().waitFor();

    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      assertThat(one(warehouse.address())).isEqualTo(1);
      assertThat(postmaster()).isEqualTo(pid);
    }
    assertThat(EmbeddedWarehouse.status(dotTowpath)).isEmpty();
  }

  @Test
  void isSharedByTwoProcesses() throws Exception {
    Process other = otherUser();
    long pid = postmaster();
    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      assertThat(postmaster()).isEqualTo(pid);
      assertThat(one(warehouse.address())).isEqualTo(1);
    }
    assertThat(EmbeddedWarehouse.status(dotTowpath)).isPresent();

    other.getOutputStream().close();
    other.waitFor();

    assertThat(EmbeddedWarehouse.status(dotTowpath)).isEmpty();
  }

  @Test
  void isKeptWhenAskedTo() {
    EmbeddedWarehouse.Status status = EmbeddedWarehouse.start(dotTowpath);
    try (EmbeddedWarehouse warehouse = EmbeddedWarehouse.use(dotTowpath)) {
      assertThat(EmbeddedWarehouse.stop(dotTowpath)).isFalse();
      assertThat(one(warehouse.address())).isEqualTo(1);
    }
    assertThat(status.kept()).isTrue();
    assertThat(status.connection()).startsWith("postgresql://towpath@127.0.0.1:");
    assertThat(EmbeddedWarehouse.status(dotTowpath)).isEmpty();
  }

  private static int one(WarehouseAddress address) {
    return Warehouse.call(
        address,
        "test",
        Role.MIGRATOR,
        connection -> {
          try (var statement = connection.createStatement();
              var row = statement.executeQuery("select 1")) {
            row.next();
            return row.getInt(1);
          }
        });
  }

  private static String user(WarehouseAddress address, Role role) {
    return Warehouse.call(
        address, "test", role, connection -> connection.getMetaData().getUserName());
  }

  private static void execute(WarehouseAddress address, String sql) {
    Warehouse.call(
        address,
        "test",
        Role.MIGRATOR,
        connection -> {
          try (var statement = connection.createStatement()) {
            return statement.execute(sql);
          }
        });
  }

  private long postmaster() throws IOException {
    Path pidFile = dotTowpath.resolve("warehouse/data/postmaster.pid");
    return Long.parseLong(Files.readAllLines(pidFile).get(0).strip());
  }

  private static void kill(long pid) throws InterruptedException {
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all = server.descendants().toList();
    server.destroyForcibly();
    all.forEach(ProcessHandle::destroyForcibly);
    while (server.isAlive() || all.stream().anyMatch(ProcessHandle::isAlive)) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  /** A process that uses the warehouse until its input ends. */
  private Process otherUser() throws IOException {
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                WarehouseUser.class.getName(),
                dotTowpath.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
    assertThat(said.readLine()).isEqualTo("using");
    return process;
  }
}
