package io.towpath.io.raw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

final class FolderRawStoreTest extends RawStoreContract {
  @TempDir Path root;

  @Override
  RawStore store() {
    return new FolderRawStore(root);
  }

  @Override
  void overwrite(String path, byte[] bytes) throws IOException {
    Files.write(root.resolve(path), bytes);
  }
}
