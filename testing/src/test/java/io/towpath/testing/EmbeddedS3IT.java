package io.towpath.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryPolicy;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** The server and its proxy do what the tests that use them rest on. */
final class EmbeddedS3IT {
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  @AfterEach
  void heal() {
    S3.proxy().heal();
  }

  @Test
  void keepsWhatWasPutWhereTestsCanReachIt() {
    try (S3Client client = client(S3.endpoint())) {
      put(client, "folder/kept", "bytes");

      assertThat(get(client, "folder/kept")).isEqualTo("bytes");
      assertThat(S3.file("folder/kept")).hasContent("bytes");
    }
  }

  @Test
  void refusesToCreateWhatExists() {
    try (S3Client client = client(S3.endpoint())) {
      create(client, "once", "first");

      assertThatThrownBy(() -> create(client, "once", "second"))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(412));
      assertThat(get(client, "once")).isEqualTo("first");
    }
  }

  @Test
  void refusesOtherCredentials() {
    String key = System.setProperty("aws.secretAccessKey", "not the key");
    try (S3Client client = client(S3.endpoint())) {
      assertThatThrownBy(() -> get(client, "any"))
          .isInstanceOfSatisfying(
              S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(403));
    } finally {
      System.setProperty("aws.secretAccessKey", key);
    }
  }

  @Test
  void letsOneOfManyCreatorsWin() throws ExecutionException, InterruptedException {
    ExecutorService creators = Executors.newFixedThreadPool(8);
    try (S3Client client = client(S3.endpoint())) {
      List<Future<Boolean>> created =
          creators.invokeAll(
              IntStream.range(0, 8)
                  .mapToObj(i -> (Callable<Boolean>) () -> wins(client, i))
                  .toList());

      int winners = 0;
      for (Future<Boolean> each : created) {
        winners += each.get() ? 1 : 0;
      }
      assertThat(winners).isEqualTo(1);
    } finally {
      creators.shutdown();
    }
  }

  @Test
  void answersInTheServersPlaceAsOftenAsItIsTold() {
    S3.proxy().failFirst(2, r -> r.method().equals("PUT"), Fault.status(503, "SlowDown"));
    try (S3Client client = client(S3.proxy().endpoint())) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(() -> put(client, "busy", "bytes"))
            .isInstanceOfSatisfying(
                S3Exception.class, e -> assertThat(e.statusCode()).isEqualTo(503));
        assertThat(S3.file("busy")).doesNotExist();
      }
      put(client, "busy", "bytes");

      assertThat(get(client, "busy")).isEqualTo("bytes");
      assertThat(S3.proxy().requests())
          .extracting(FaultProxy.Request::method)
          .containsExactly("PUT", "PUT", "PUT", "GET");
    }
  }

  @Test
  void losesTheReplyOfARequestThatTheServerHasServed() {
    S3.proxy().failFirst(1, r -> r.method().equals("PUT"), Fault.lostReply());
    try (S3Client client = client(S3.proxy().endpoint())) {
      assertThatThrownBy(() -> put(client, "unheard", "bytes"))
          .isInstanceOf(SdkClientException.class);

      assertThat(S3.file("unheard")).hasContent("bytes");
    }
  }

  @Test
  void cutsAReplyInItsBody() {
    try (S3Client client = client(S3.proxy().endpoint())) {
      put(client, "long", "0123456789".repeat(10_000));
      S3.proxy().rule(request -> Fault.cutReply(20_000));

      assertThatThrownBy(() -> get(client, "long")).isInstanceOf(SdkClientException.class);
    }
  }

  private static boolean wins(S3Client client, int creator) {
    try {
      create(client, "contended", "creator " + creator);
      return true;
    } catch (S3Exception e) {
      return false;
    }
  }

  private static void create(S3Client client, String key, String text) {
    client.putObject(
        put ->
            put.bucket(S3.bucket())
                .key(key)
                .overrideConfiguration(with -> with.putHeader("If-None-Match", "*")),
        RequestBody.fromString(text));
  }

  private static void put(S3Client client, String key, String text) {
    client.putObject(put -> put.bucket(S3.bucket()).key(key), RequestBody.fromString(text));
  }

  private static String get(S3Client client, String key) {
    return client
        .getObjectAsBytes(get -> get.bucket(S3.bucket()).key(key))
        .asString(StandardCharsets.UTF_8);
  }

  private static S3Client client(String endpoint) {
    return S3Client.builder()
        .endpointOverride(URI.create(endpoint))
        .region(Region.of(S3.region()))
        .forcePathStyle(true)
        .overrideConfiguration(client -> client.retryPolicy(RetryPolicy.none()))
        .build();
  }
}
