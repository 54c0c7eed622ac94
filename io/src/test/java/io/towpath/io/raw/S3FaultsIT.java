package io.towpath.io.raw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.ExitCode;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.testing.EmbeddedS3;
import io.towpath.testing.Fault;
import io.towpath.testing.FaultProxy;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** F20, F21, F23, F24 and F25: what a raw zone on S3 makes of a server or network that fails. */
final class S3FaultsIT {
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final int LARGE = RawStoreContract.LARGE;
  private static final Fault BUSY = Fault.status(503, "SlowDown");

  private final FaultProxy proxy = S3.proxy();
  private final RawStore patient = store(true);
  private final RawStore impatient = store(false);

  @AfterEach
  void heal() {
    proxy.heal();
  }

  @Test
  void bearsABurstOfBusyRepliesF20() throws IOException {
    byte[] bytes = RawStoreContract.random(LARGE);
    proxy.failFirst(4, r -> r.method().equals("PUT"), BUSY);
    RawStore.Stored stored = write(patient, "burst/a", bytes);
    proxy.failFirst(4, r -> r.method().equals("GET"), Fault.status(500, "InternalError"));

    byte[] found = read(patient, RawStoreContract.part("burst/a", stored));

    assertThat(found).isEqualTo(bytes);
  }

  @Test
  void readsOnWhereAReplyWasCutF20() throws IOException {
    byte[] bytes = RawStoreContract.random(LARGE);
    RawStore.Stored stored = write(patient, "broken/a", bytes);
    proxy.failFirst(2, r -> r.method().equals("GET"), Fault.cutReply(100_000));

    byte[] found = read(patient, RawStoreContract.part("broken/a", stored));

    assertThat(found).isEqualTo(bytes);
    assertThat(proxy.requests()).hasSizeGreaterThan(2);
  }

  @Test
  void failsWithAdviceWhenTheServerStaysBusyF20() {
    proxy.rule(request -> BUSY);

    assertFails(
        () -> impatient.read("feed/manifests/1.json"),
        "S3 answered 503 SlowDown for about a minute; run again when it has recovered",
        "zone/feed/manifests/1.json");
    assertFails(
        () -> impatient.createIfAbsent("feed/manifests/1.json", RawStoreContract.text("{}")),
        "S3 answered 503 SlowDown",
        "zone/feed/manifests/1.json");
  }

  @Test
  void abortsAnUploadOfWhichAPartFailsF21() {
    proxy.failFirst(1, r -> r.target().contains("partNumber=2"), BUSY);

    assertFails(
        () -> write(impatient, "failed/a", RawStoreContract.random(LARGE)),
        "cannot write, S3 answered 503 SlowDown",
        "zone/failed/a");

    assertNothingBelow("failed/");
  }

  @Test
  void abortsAnUploadWhoseCompletionFailsBehindA200F21() {
    proxy.failFirst(
        1,
        S3FaultsIT::completes,
        Fault.reply(
            200,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Error><Code>InternalError</Code><Message>injected</Message></Error>"));

    assertFails(
        () -> write(impatient, "completed/a", RawStoreContract.random(LARGE)),
        "cannot create",
        "zone/completed/a");

    assertNothingBelow("completed/");
  }

  @Test
  void completesAgainAfterAFailureBehindA200F21() throws IOException {
    byte[] bytes = RawStoreContract.random(LARGE);
    proxy.failFirst(
        1,
        S3FaultsIT::completes,
        Fault.reply(
            200,
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                + "<Error><Code>InternalError</Code><Message>injected</Message></Error>"));

    RawStore.Stored stored = write(patient, "again/a", bytes);

    assertThat(read(patient, RawStoreContract.part("again/a", stored))).isEqualTo(bytes);
  }

  @Test
  void knowsItsOwnObjectWhenTheReplyToACreationIsLostF25() {
    proxy.failFirst(1, r -> r.method().equals("PUT"), Fault.lostReply());

    assertThat(patient.createIfAbsent("lost/a.json", RawStoreContract.text("mine"))).isTrue();

    proxy.failFirst(1, r -> r.method().equals("PUT"), Fault.lostReply());

    assertThat(impatient.createIfAbsent("lost/b.json", RawStoreContract.text("mine"))).isTrue();
  }

  @Test
  void knowsItsOwnUploadWhenTheReplyToItsCompletionIsLostF25() throws IOException {
    byte[] bytes = RawStoreContract.random(LARGE);
    for (RawStore store : List.of(patient, impatient)) {
      String path = "lost/" + (store == patient ? "patient" : "impatient");
      proxy.failFirst(1, S3FaultsIT::completes, Fault.lostReply());

      RawStore.Stored stored = write(store, path, bytes);

      assertThat(read(store, RawStoreContract.part(path, stored))).isEqualTo(bytes);
    }
  }

  @Test
  void asksForTheManifestsVersionWithEveryReadF23() throws IOException {
    RawStore.Stored stored = write(patient, "versions/a", RawStoreContract.random(LARGE));
    proxy.heal();

    read(patient, RawStoreContract.part("versions/a", stored));

    assertThat(stored.version()).startsWith("\"");
    assertThat(proxy.requests())
        .isNotEmpty()
        .allSatisfy(r -> assertThat(r.head()).contains("If-Match: " + stored.version()));
  }

  @Test
  void namesBucketAndCredentialsThatAreWrong() {
    RawStore nowhere =
        new S3RawStore(S3Clients.impatient(S3, S3.endpoint()), "no-such-bucket-here", "");
    assertFails(
        () -> nowhere.createIfAbsent("a", RawStoreContract.text("a")),
        "create the bucket, or correct 'raw' in towpath.yaml",
        "s3://no-such-bucket-here/a");

    String key = System.setProperty("aws.secretAccessKey", "planted-4711");
    try {
      assertFails(() -> impatient.read("a"), "S3 answered 403", "check the credentials", "zone/a");
    } finally {
      System.setProperty("aws.secretAccessKey", key);
    }
  }

  @Test
  void asksForNewCredentialsWhenTheTokenHasExpiredF24() {
    proxy.rule(request -> Fault.status(400, "ExpiredToken"));

    assertFails(
        () -> patient.read("feed/manifests/1.json"),
        "S3 answered 400 ExpiredToken; the session's credentials have run out",
        "zone/feed/manifests/1.json");
    assertThat(proxy.requests()).as("repeating it would be of no use").hasSize(1);
  }

  private static void assertFails(ThrowingCallable access, String... parts) {
    assertThatThrownBy(access)
        .isInstanceOfSatisfying(
            TowpathException.class, e -> assertThat(e.exitCode()).isEqualTo(ExitCode.RAW_ZONE))
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining(S3.secretKey())
        .hasMessageNotContaining("planted-4711");
  }

  private static boolean completes(FaultProxy.Request request) {
    return request.method().equals("POST") && request.target().contains("uploadId=");
  }

  private void assertNothingBelow(String folder) {
    List<RawStore.Listed> found = new ArrayList<>();
    patient.list(folder, found::add);
    assertThat(found).isEmpty();
  }

  private static RawStore.Stored write(RawStore store, String path, byte[] bytes) {
    try (RawWriter writer = store.write(path)) {
      writer.write(bytes, 0, bytes.length);
      return writer.commit();
    }
  }

  private static byte[] read(RawStore store, Manifest.Part part) throws IOException {
    try (InputStream in = store.open(part, 0, part.bytes())) {
      return in.readAllBytes();
    }
  }

  private RawStore store(boolean patience) {
    return new S3RawStore(
        patience
            ? S3Clients.patient(S3, proxy.endpoint())
            : S3Clients.impatient(S3, proxy.endpoint()),
        S3.bucket(),
        "zone/");
  }
}
