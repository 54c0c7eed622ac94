package io.towpath.testing;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The S3 server of this JVM: S3Proxy as a process of its own, since its libraries are newer than
 * ours, on a loopback port that it picks, with random credentials and a temporary folder. It stops
 * with the JVM.
 */
final class S3Server {
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static final Pattern STARTED = Pattern.compile("Started .*\\{127\\.0\\.0\\.1:(\\d+)}");
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Process process;
  private final Path folder;
  private final String accessKey;
  private final String secretKey;
  private final int port;

  private S3Server(Process process, Path folder, String accessKey, String secretKey)
      throws IOException {
    this.process = process;
    this.folder = folder;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "s3-server-stop"));
    this.port = awaitPort(process.inputReader(StandardCharsets.UTF_8));
  }

  /** Starts the server at its first use. */
  static S3Server shared() {
    return Holder.SERVER;
  }

  int port() {
    return port;
  }

  String accessKey() {
    return accessKey;
  }

  String secretKey() {
    return secretKey;
  }

  /** Where buckets are folders. */
  Path buckets() {
    return folder.resolve("buckets");
  }

  private static S3Server start() {
    try {
      Path folder = Files.createTempDirectory("towpath-s3-");
      Files.createDirectory(folder.resolve("buckets"));
      String accessKey = "AK" + random(8);
      String secretKey = random(20);
      Files.writeString(
          folder.resolve("s3proxy.properties"), settings(folder, accessKey, secretKey));
      Files.writeString(
          folder.resolve("logback.xml"),
          """
          <configuration>
            <appender name="OUT" class="ch.qos.logback.core.ConsoleAppender">
              <encoder><pattern>%level %msg%n</pattern></encoder>
            </appender>
            <root level="INFO"><appender-ref ref="OUT"/></root>
          </configuration>
          """);
      return new S3Server(launch(folder), folder, accessKey, secretKey);
    } catch (IOException e) {
      throw new UncheckedIOException("the S3 server did not start", e);
    }
  }

  private static String settings(Path folder, String accessKey, String secretKey) {
    return """
        s3proxy.endpoint=http://127.0.0.1:0
        s3proxy.authorization=aws-v2-or-v4
        s3proxy.identity=%s
        s3proxy.credential=%s
        jclouds.provider=filesystem-nio2
        jclouds.filesystem.basedir=%s
        """
        .formatted(accessKey, secretKey, folder.resolve("buckets"));
  }

  private static Process launch(Path folder) throws IOException {
    Path libraries = Path.of(System.getProperty("towpath.home"), "testing/s3proxy/target/lib");
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:TieredStopAtLevel=1",
            "-Dlogback.configurationFile=" + folder.resolve("logback.xml"),
            "-cp",
            libraries + "/*",
            "org.gaul.s3proxy.Main",
            "--properties",
            folder.resolve("s3proxy.properties").toString())
        .redirectErrorStream(true)
        .start();
  }

  /** Reads the server's output up to the line that names its port, then lets it drain. */
  private static int awaitPort(BufferedReader output) throws IOException {
    StringBuilder seen = new StringBuilder();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      Matcher started = STARTED.matcher(line);
      if (started.find()) {
        Thread drain = new Thread(() -> output.lines().forEach(rest -> {}), "s3-server-output");
        drain.setDaemon(true);
        drain.start();
        return Integer.parseInt(started.group(1));
      }
      seen.append(line).append('\n');
    }
    throw new IOException("it ended at once, saying:\n" + seen);
  }

  /** Puts an object, with the signature of version 2, for which the JDK is enough. */
  void put(String bucket, String key, String text) {
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC));
    try {
      String path =
          new URI(null, null, "/" + bucket + "/" + key, null).toASCIIString().replace("+", "%2B");
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      String signed = "PUT\n\n\n\nx-amz-date:" + date + "\n" + path;
      byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.UTF_8));
      HttpRequest put =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
              .header("x-amz-date", date)
              .header(
                  "Authorization",
                  "AWS " + accessKey + ":" + Base64.getEncoder().encodeToString(signature))
              .PUT(HttpRequest.BodyPublishers.ofString(text))
              .build();
      HttpResponse<String> reply = CLIENT.send(put, HttpResponse.BodyHandlers.ofString());
      if (reply.statusCode() != 200) {
        throw new IOException("PUT " + path + ": " + reply.statusCode() + " " + reply.body());
      }
    } catch (IOException | GeneralSecurityException | URISyntaxException e) {
      throw new IllegalStateException("the S3 server took no object", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void stop() {
    process.destroyForcibly().onExit().join();
    delete(folder);
  }

  /** Deletes a folder and all that is in it. */
  static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static String random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return HexFormat.of().formatHex(random);
  }

  /** Starts it when the class is first used, once. */
  private static final class Holder {
    static final S3Server SERVER = start();
  }
}
