package io.towpath.io.raw;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.s3.S3Original;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import io.towpath.testing.FaultProxy;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.services.s3.S3Client;

final class S3CopyIT {
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  /** Two stretches. */
  private static final byte[] LARGE = text(70 << 20);

  private static final byte[] SMALL = text(1000);
  private static final String PATH = "feed/parts/000000000001/a/00000-large.csv";

  private final S3Client client = S3Clients.patient(S3, S3.proxy().endpoint());

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @Test
  void sendsNoByteOfALargeObject() throws IOException {
    String prefix = "sendsNone/";
    S3Original original = delivered("large.csv", LARGE);

    RawStore store = new S3RawStore(client, S3.bucket(), prefix);
    try (RawWriter copy = store.copy(original, PATH).orElseThrow()) {
      write(copy, LARGE);
      RawStore.Stored stored = copy.commit();

      assertThat(stored.bytes()).isEqualTo(LARGE.length);
      assertThat(stored.crc32c()).isEqualTo(crc(LARGE));
      assertThat(read(store, stored)).isEqualTo(LARGE);
    }
    assertThat(S3.proxy().requests())
        .filteredOn(request -> request.method().equals("PUT"))
        .hasSize(2)
        .allMatch(S3CopyIT::isCopy);
  }

  @Test
  void writesWhatFitsIntoOneRequest() {
    RawStore store = new S3RawStore(client, S3.bucket(), "small/");

    assertThat(store.copy(delivered("small.csv", SMALL), PATH)).isEmpty();
  }

  @Test
  void leavesItToTheWriterWhereS3Refuses() {
    S3Original original = delivered("refused.csv", LARGE);
    S3.proxy().rule(each -> isCopy(each) ? Fault.status(403, "AccessDenied") : Fault.none());
    RawStore store = new S3RawStore(client, S3.bucket(), "refused/");

    Optional<RawWriter> copy = store.copy(original, PATH);

    List<RawStore.Listed> begun = new ArrayList<>();
    store.list("feed", begun::add);
    assertThat(copy).isEmpty();
    assertThat(begun).isEmpty();
  }

  @Test
  void copiesNoObjectThatWasReplaced() {
    S3Original original = delivered("replaced.csv", LARGE);
    S3.put("replaced.csv", "another");

    assertThat(new S3RawStore(client, S3.bucket(), "replaced/").copy(original, PATH)).isEmpty();
  }

  @Test
  void neverReplacesAnObject() {
    RawStore store = new S3RawStore(client, S3.bucket(), "taken/");
    store.createIfAbsent(PATH, SMALL);

    try (RawWriter copy = store.copy(delivered("taken.csv", LARGE), PATH).orElseThrow()) {
      write(copy, LARGE);
      assertThatThrownBy(copy::commit)
          .isInstanceOf(TowpathException.class)
          .hasMessageContaining("object exists with other bytes");
    }
    assertThat(store.read(PATH)).contains(SMALL);
  }

  private static S3Original delivered(String key, byte[] bytes) {
    S3.put(key, new String(bytes, US_ASCII));
    String etag =
        S3Clients.patient(S3, S3.endpoint())
            .headObject(head -> head.bucket(S3.bucket()).key(key))
            .eTag();
    return new S3Original(S3.bucket(), key, etag.replace("\"", ""), bytes.length);
  }

  private static boolean isCopy(FaultProxy.Request request) {
    return request.head().toLowerCase(Locale.ROOT).contains("x-amz-copy-source:");
  }

  private static void write(RawWriter writer, byte[] bytes) {
    int step = 1 << 20;
    for (int from = 0; from < bytes.length; from += step) {
      writer.write(bytes, from, Math.min(step, bytes.length - from));
    }
  }

  private static byte[] read(RawStore store, RawStore.Stored stored) throws IOException {
    Manifest.Part part =
        new Manifest.Part(
            0,
            PATH,
            PATH,
            stored.bytes(),
            stored.crc32c(),
            stored.version(),
            "",
            Instant.EPOCH,
            List.of());
    try (InputStream in = store.open(part, 0, stored.bytes())) {
      return in.readAllBytes();
    }
  }

  private static long crc(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }

  private static byte[] text(int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) ('a' + i % 23);
    }
    return bytes;
  }
}
