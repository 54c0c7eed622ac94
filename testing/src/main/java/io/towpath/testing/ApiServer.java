package io.towpath.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A real HTTP server on loopback that answers as a test wants, and remembers what it was asked. */
public final class ApiServer implements AutoCloseable {
  private static final long PAUSE_NANOS = 20_000_000;

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final List<Call> calls = new CopyOnWriteArrayList<>();
  private volatile Function<Call, Reply> behavior = call -> Reply.status(404);

  private ApiServer(HttpServer server) {
    this.server = server;
  }

  /** A request. */
  public record Call(
      String method,
      String path,
      Map<String, String> query,
      Map<String, String> headers,
      String body,
      long nanoTime) {

    /** A parameter of the query, null if it is absent. */
    public @Nullable String parameter(String name) {
      return query.get(name);
    }

    /** A header by its lower-case name, null if it is absent. */
    public @Nullable String header(String name) {
      return headers.get(name);
    }
  }

  /** How a reply is sent. */
  public enum Manner {
    WHOLE,
    /** More is announced than comes. */
    CUT,
    /** A byte every 20 ms, without end. */
    TRICKLE,
    /** Nothing comes at all. */
    SILENT
  }

  /** What is answered. */
  @SuppressWarnings("ArrayRecordComponent") // compared nowhere
  public record Reply(int status, Map<String, String> headers, byte[] body, Manner manner) {

    /** JSON with status 200. */
    public static Reply json(String text) {
      return bytes(text.getBytes(UTF_8)).with("Content-Type", "application/json");
    }

    /** Bytes with status 200. */
    public static Reply bytes(byte[] body) {
      return new Reply(200, Map.of(), body, Manner.WHOLE);
    }

    /** A status without body. */
    public static Reply status(int status) {
      return new Reply(status, Map.of(), new byte[0], Manner.WHOLE);
    }

    /** The same with another header. */
    public Reply with(String name, String value) {
      Map<String, String> more = new HashMap<>(headers);
      more.put(name, value);
      return new Reply(status, Map.copyOf(more), body, manner);
    }

    /** The same, sent otherwise. */
    public Reply sent(Manner other) {
      return new Reply(status, headers, body, other);
    }
  }

  /** A server that knows nothing yet. */
  public static ApiServer start() {
    try {
      ApiServer api =
          new ApiServer(
              HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0));
      api.server.setExecutor(api.threads);
      api.server.createContext("/", api::handle);
      api.server.start();
      return api;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Answers so from now on. */
  public ApiServer answer(Function<Call, Reply> newBehavior) {
    behavior = newBehavior;
    return this;
  }

  /** Its address, by the name localhost. */
  public String url() {
    return "http://localhost:" + server.getAddress().getPort();
  }

  /** What it was asked, in the order of arrival. */
  public List<Call> calls() {
    return calls;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Call call = call(exchange);
      calls.add(call);
      reply(exchange, behavior.apply(call));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void reply(HttpExchange exchange, Reply reply) throws IOException, InterruptedException {
    reply.headers().forEach(exchange.getResponseHeaders()::set);
    byte[] body = reply.body();
    switch (reply.manner()) {
      case WHOLE -> {
        exchange.sendResponseHeaders(reply.status(), body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
      }
      case CUT -> {
        exchange.sendResponseHeaders(reply.status(), body.length + 1000L);
        exchange.getResponseBody().write(body);
        exchange.getResponseBody().flush();
      }
      case TRICKLE -> {
        exchange.sendResponseHeaders(reply.status(), 0);
        trickle(exchange.getResponseBody());
      }
      case SILENT -> closed.await();
    }
  }

  private void trickle(OutputStream body) throws IOException {
    while (closed.getCount() > 0) {
      body.write(' ');
      body.flush();
      LockSupport.parkNanos(PAUSE_NANOS);
    }
  }

  private static Call call(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(lower(name), String.join(", ", values)));
    return new Call(
        exchange.getRequestMethod(),
        exchange.getRequestURI().getPath(),
        query(exchange.getRequestURI().getRawQuery()),
        headers,
        new String(exchange.getRequestBody().readAllBytes(), UTF_8),
        System.nanoTime());
  }

  private static String lower(String name) {
    return name.toLowerCase(java.util.Locale.ROOT);
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        query.put(
            URLDecoder.decode(parts[0], UTF_8),
            parts.length > 1 ? URLDecoder.decode(parts[1], UTF_8) : "");
      }
    }
    return query;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}
