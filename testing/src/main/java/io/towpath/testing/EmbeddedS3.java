package io.towpath.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Gives a test class a fresh, empty bucket in a real S3 server, and a {@link FaultProxy} before it.
 * The server is started once per JVM; its credentials are random and are put where the AWS SDK's
 * default chain looks first, the JVM's system properties.
 *
 * <pre>{@code
 * @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();
 * }</pre>
 */
public final class EmbeddedS3 implements BeforeAllCallback, AfterAllCallback {
  private static final String REGION = "us-east-1";

  private @Nullable String bucket;
  private @Nullable FaultProxy proxy;

  private EmbeddedS3() {}

  /** A bucket that is made when first needed and dropped after the class. */
  public static EmbeddedS3 create() {
    return new EmbeddedS3();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    bucket();
  }

  @Override
  public synchronized void afterAll(ExtensionContext context) {
    if (proxy != null) {
      proxy.close();
      proxy = null;
    }
    if (bucket != null) {
      S3Server.delete(S3Server.shared().buckets().resolve(bucket));
      bucket = null;
    }
  }

  /** Name of the bucket. */
  public synchronized String bucket() {
    if (bucket == null) {
      S3Server server = S3Server.shared();
      environment()
          .forEach((name, value) -> System.setProperty(SystemProperties.NAMES.get(name), value));
      bucket = "bucket-" + S3Server.random(4);
      try {
        Files.createDirectory(server.buckets().resolve(bucket));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return bucket;
  }

  /** URL of the server itself. */
  public String endpoint() {
    return "http://127.0.0.1:" + S3Server.shared().port();
  }

  /** A proxy before the server that fails as it is told; without a rule it passes everything on. */
  public synchronized FaultProxy proxy() {
    if (proxy == null) {
      proxy = FaultProxy.before(S3Server.shared().port());
    }
    return proxy;
  }

  /** Region that clients sign for. */
  public String region() {
    return REGION;
  }

  /** The secret key, for tests that search output for it. */
  public String secretKey() {
    return S3Server.shared().secretKey();
  }

  /** Credentials and region as environment variables, for processes of their own. */
  public Map<String, String> environment() {
    S3Server server = S3Server.shared();
    return Map.of(
        "AWS_ACCESS_KEY_ID", server.accessKey(),
        "AWS_SECRET_ACCESS_KEY", server.secretKey(),
        "AWS_REGION", REGION);
  }

  /** Puts an object into the bucket, or replaces it, as one who delivers a file does. */
  public void put(String key, String text) {
    S3Server.shared().put(bucket(), key, text);
  }

  /** The file in which the server keeps an object, for tests that damage it behind its back. */
  public Path file(String key) {
    return S3Server.shared().buckets().resolve(bucket()).resolve(key);
  }

  /** What the AWS SDK calls the same settings as system properties. */
  private static final class SystemProperties {
    static final Map<String, String> NAMES =
        Map.of(
            "AWS_ACCESS_KEY_ID", "aws.accessKeyId",
            "AWS_SECRET_ACCESS_KEY", "aws.secretAccessKey",
            "AWS_REGION", "aws.region");
  }
}
