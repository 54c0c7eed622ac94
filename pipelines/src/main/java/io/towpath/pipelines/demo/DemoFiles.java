package io.towpath.pipelines.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/** Files that feeds refer to; only their owner may read them. */
record DemoFiles(Path folder) {
  private static final int SECRET_BYTES = 24;

  void write(String name, String text) throws IOException {
    Path half =
        Files.createTempFile(
            folder,
            "." + name,
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(half, text + "\n");
    Files.move(
        half,
        folder.resolve(name),
        StandardCopyOption.ATOMIC_MOVE,
        StandardCopyOption.REPLACE_EXISTING);
  }

  /** A new secret, kept under a name. */
  String secret(String name) throws IOException {
    byte[] random = new byte[SECRET_BYTES];
    new SecureRandom().nextBytes(random);
    String secret = HexFormat.of().formatHex(random);
    write(name, secret);
    return secret;
  }
}
