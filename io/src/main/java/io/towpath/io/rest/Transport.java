package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.RestDeclaration;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.GZIPInputStream;
import org.apache.hc.client5.http.SystemDefaultDnsResolver;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Sends one request once and reads the whole answer.
 *
 * <p><b>Bounded</b>: by the caps of time and page; the page is held. <b>Guarantee</b>: none but
 * public addresses are reached unless the feed allows it; it neither follows redirects nor repeats
 * anything by itself. <b>Parallelism</b>: any number of threads. <b>Failures</b>: an {@link
 * IOException}, {@link TooLarge} and {@link Late} among them.
 */
final class Transport implements Closeable {
  private static final Timeout CONNECT = Timeout.ofSeconds(10);
  private static final int FIRST_BUFFER = 1 << 16;

  private final RestDeclaration.Caps caps;
  private final CloseableHttpClient client;
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "towpath-rest-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  Transport(RestDeclaration declaration) {
    caps = declaration.courtesy().caps();
    int connections = declaration.courtesy().concurrency() + 1;
    Timeout timeout = Timeout.of(caps.timeout());
    client =
        HttpClientBuilder.create()
            .setConnectionManager(
                PoolingHttpClientConnectionManagerBuilder.create()
                    .setDnsResolver(
                        declaration.endpoint().allowPrivate()
                            ? SystemDefaultDnsResolver.INSTANCE
                            : new PublicAddresses())
                    .setDefaultConnectionConfig(
                        ConnectionConfig.custom()
                            .setConnectTimeout(CONNECT)
                            .setSocketTimeout(timeout)
                            .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                            .build())
                    .setMaxConnPerRoute(connections)
                    .setMaxConnTotal(connections)
                    .build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(timeout)
                    .setResponseTimeout(timeout)
                    .build())
            .setUserAgent("towpath")
            .disableRedirectHandling()
            .disableAutomaticRetries()
            .disableContentCompression()
            .disableCookieManagement()
            .disableAuthCaching()
            .build();
  }

  /** An answer is larger than the cap. */
  static final class TooLarge extends IOException {
    private static final long serialVersionUID = 1L;
  }

  /** An answer was not there in time. */
  static final class Late extends IOException {
    private static final long serialVersionUID = 1L;

    Late(IOException cause) {
      super(cause);
    }
  }

  /** Sends a request with these headers. */
  Answer send(Request request, Map<String, String> headers) throws IOException {
    HttpUriRequestBase sent =
        new HttpUriRequestBase(request.body() == null ? "GET" : "POST", request.uri());
    headers.forEach(sent::setHeader);
    sent.setHeader("Accept-Encoding", "gzip");
    if (request.body() != null) {
      ContentType type =
          ContentType.parse(headers.getOrDefault("Content-Type", "application/json"));
      sent.setEntity(new StringEntity(request.body(), type.withCharset(UTF_8)));
    }
    AtomicBoolean late = new AtomicBoolean();
    Future<?> deadline =
        watch.schedule(
            () -> {
              late.set(true);
              sent.cancel();
            },
            caps.timeout().toMillis(),
            TimeUnit.MILLISECONDS);
    try {
      return client.execute(sent, response -> answer(request, sent, response));
    } catch (IOException e) {
      throw late.get() ? new Late(e) : e;
    } finally {
      deadline.cancel(false);
    }
  }

  /** Posts a form. */
  Answer post(URI uri, String form, Map<String, String> headers) throws IOException {
    return send(new Request(uri, form), headers);
  }

  private Answer answer(Request request, Cancellable sent, ClassicHttpResponse response)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    for (Header header : response.getHeaders()) {
      headers.merge(
          header.getName().toLowerCase(Locale.ROOT), header.getValue(), (a, b) -> a + ", " + b);
    }
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return new Answer(request.uri(), response.getCode(), headers, new byte[0], 0);
    }
    boolean packed = headers.getOrDefault("content-encoding", "").equalsIgnoreCase("gzip");
    try (InputStream raw = entity.getContent();
        InputStream in = packed ? new GZIPInputStream(raw, FIRST_BUFFER) : raw) {
      long announced = packed ? 4 * entity.getContentLength() : entity.getContentLength();
      byte[] body = new byte[(int) Math.max(FIRST_BUFFER, Math.min(announced, caps.pageBytes()))];
      int length = 0;
      for (int read = in.read(body);
          read >= 0;
          read = in.read(body, length, body.length - length)) {
        length += read;
        if (length > caps.pageBytes()) {
          sent.cancel(); // else closing would read the rest
          throw new TooLarge();
        }
        if (length == body.length) {
          body = Arrays.copyOf(body, (int) Math.min(2L * length, caps.pageBytes() + 1));
        }
      }
      return new Answer(request.uri(), response.getCode(), headers, body, length);
    }
  }

  @Override
  public void close() throws IOException {
    watch.shutdownNow();
    client.close();
  }
}
