package io.towpath.testing;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A small HTTP proxy that injects faults: errors instead of replies, lost replies, cut bodies. It
 * serves one request per connection and changes nothing that is signed.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int LONGEST_HEAD = 1 << 16;
  private static final Pattern CONNECTION = Pattern.compile("(?i)\r\nconnection:[^\r]*");
  private static final Pattern EXPECT = Pattern.compile("(?i)\r\nexpect: 100-continue");
  private static final byte[] CONTINUE =
      "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final ServerSocket listener;
  private final int server;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "fault-proxy");
            thread.setDaemon(true);
            return thread;
          });
  private final List<Request> requests = new CopyOnWriteArrayList<>();
  private volatile Function<Request, Fault> rule = request -> Fault.none();

  private FaultProxy(ServerSocket listener, int server) {
    this.listener = listener;
    this.server = server;
    threads.execute(this::accept);
  }

  /** A request as the proxy saw it; {@code target} is path and query, {@code head} all of it. */
  public record Request(String method, String target, String head) {}

  /** Starts a proxy before a server on this machine. */
  static FaultProxy before(int serverPort) {
    try {
      return new FaultProxy(new ServerSocket(0, 200, InetAddress.getLoopbackAddress()), serverPort);
    } catch (IOException e) {
      throw new UncheckedIOException("the fault proxy did not start", e);
    }
  }

  /** URL that clients use in place of the server's. */
  public String endpoint() {
    return "http://127.0.0.1:" + listener.getLocalPort();
  }

  /** Decides about each request from now on. */
  public void rule(Function<Request, Fault> decision) {
    requests.clear();
    rule = decision;
  }

  /** Passes everything on again. */
  public void heal() {
    rule(request -> Fault.none());
  }

  /** Does a fault to the first so many requests that are meant. */
  public void failFirst(int times, Predicate<Request> meant, Fault fault) {
    AtomicInteger left = new AtomicInteger(times);
    rule(r -> meant.test(r) && left.getAndDecrement() > 0 ? fault : Fault.none());
  }

  /** Requests since the rule was set, in order. */
  public List<Request> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      listener.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() {
    while (!listener.isClosed()) {
      try {
        Socket client = listener.accept();
        threads.execute(() -> serve(client));
      } catch (IOException | RejectedExecutionException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket client) {
    try (client;
        InputStream in = new BufferedInputStream(client.getInputStream())) {
      String head = head(in);
      if (head.isEmpty()) {
        return;
      }
      String[] words = head.substring(0, head.indexOf('\r')).split(" ", 3);
      Request request = new Request(words[0], words[1], head);
      requests.add(request);
      Fault fault = rule.apply(request);
      if (fault.kind() == Fault.Kind.REPLY) {
        client.getOutputStream().write(fault.reply().getBytes(StandardCharsets.UTF_8));
        client.shutdownOutput();
        in.transferTo(OutputStream.nullOutputStream());
      } else {
        forward(client, in, head, fault);
      }
    } catch (IOException e) {
      return; // either side has gone, as it may
    }
  }

  private void forward(Socket client, InputStream in, String head, Fault fault) throws IOException {
    try (Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      OutputStream out = upstream.getOutputStream();
      if (EXPECT.matcher(head).find()) {
        client.getOutputStream().write(CONTINUE);
      }
      out.write(once(head).getBytes(StandardCharsets.ISO_8859_1));
      threads.execute(() -> pump(in, out));
      InputStream reply = upstream.getInputStream();
      byte[] buffer = new byte[1 << 16];
      long left = fault.bytes();
      for (int n = reply.read(buffer); n >= 0; n = reply.read(buffer)) {
        int pass = (int) Math.min(n, left);
        client.getOutputStream().write(buffer, 0, pass);
        left -= pass;
      }
      if (fault.kind() == Fault.Kind.CUT) {
        client.setSoLinger(true, 0); // a reset rather than an orderly end
      }
    }
  }

  /** The head of a request that is the only one of its connection, and whose body comes at once. */
  private static String once(String head) {
    String plain = CONNECTION.matcher(EXPECT.matcher(head).replaceFirst("")).replaceFirst("");
    return plain.substring(0, plain.length() - 2) + "Connection: close\r\n\r\n";
  }

  private static void pump(InputStream in, OutputStream out) {
    byte[] buffer = new byte[1 << 16];
    try {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
        out.flush();
      }
    } catch (IOException e) {
      return; // the connection was closed by the side that had read enough
    }
  }

  /** The request line and the headers, empty if the client has sent nothing. */
  private static String head(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    int last = 0;
    for (int b = in.read(); b >= 0 && head.size() < LONGEST_HEAD; b = in.read()) {
      head.write(b);
      last = (last << 8) | b;
      if (last == 0x0d0a0d0a) {
        return head.toString(StandardCharsets.ISO_8859_1);
      }
    }
    return "";
  }
}
