package io.towpath.io.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalServerIT {
  @TempDir Path folder;

  @Test
  void runsAsNobodyWhereRootHasNoNamespace() throws IOException {
    assumeTrue("root".equals(System.getProperty("user.name")), "needs root");
    LocalServer server = new LocalServer(folder.resolve("warehouse"), Programs.demoted());
    server.initialize();

    int port = server.start();
    try {
      assertThat(server.port()).contains(port);
    } finally {
      server.stop();
    }
    assertThat(server.port()).isEmpty();
  }

  @Test
  void forgetsAServerWhosePidBelongsToAnotherProgramNow() throws IOException {
    LocalServer server = new LocalServer(folder, Programs.unpacked());
    Path pidFile = Files.createDirectories(folder.resolve("data")).resolve("postmaster.pid");
    Files.writeString(
        pidFile, ProcessHandle.current().pid() + "\n" + folder + "\n1700000000\n54321\n");

    assertThat(server.port()).isEmpty();
    assertThat(pidFile).doesNotExist();
  }
}
