package io.towpath.io.raw;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

final class FolderSweepTest extends SweepContract {
  @TempDir Path root;

  @Override
  RawStore store() {
    return new FolderRawStore(root);
  }

  @AfterEach
  void leavesNoEmptyFolder() throws IOException {
    try (Stream<Path> all = Files.walk(root)) {
      assertThat(all.filter(Files::isDirectory))
          .allSatisfy(each -> assertThat(each).isNotEmptyDirectory());
    }
  }
}
