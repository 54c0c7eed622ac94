package io.towpath.testing;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A way to a TCP server on this machine on which each answer takes so much longer. */
public final class LateLink implements AutoCloseable {
  private static final Pattern HOST_AND_PORT = Pattern.compile("//[^/:]+:([0-9]+)");

  private final ServerSocket listener;
  private final int server;
  private final Duration delay;
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "late-link");
            thread.setDaemon(true);
            return thread;
          });

  private LateLink(ServerSocket listener, int server, Duration delay) {
    this.listener = listener;
    this.server = server;
    this.delay = delay;
    threads.execute(this::accept);
  }

  /** Opens a way to the server that a URL names by host and port. */
  public static LateLink to(String url, Duration delay) {
    Matcher port = HOST_AND_PORT.matcher(url);
    if (!port.find()) {
      throw new IllegalArgumentException("no host and port in " + url);
    }
    try {
      ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      return new LateLink(listener, Integer.parseInt(port.group(1)), delay);
    } catch (IOException e) {
      throw new UncheckedIOException("the link did not open", e);
    }
  }

  /** The same URL, by this way. */
  public String url(String url) {
    return HOST_AND_PORT.matcher(url).replaceFirst("//127.0.0.1:" + listener.getLocalPort());
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
        Socket upstream = new Socket(InetAddress.getLoopbackAddress(), server)) {
      client.setTcpNoDelay(true);
      upstream.setTcpNoDelay(true);
      threads.execute(() -> pump(client, upstream, Duration.ZERO));
      pump(upstream, client, delay);
    } catch (IOException | RejectedExecutionException e) {
      return; // either side has gone, as it may
    }
  }

  private static void pump(Socket from, Socket to, Duration delay) {
    byte[] buffer = new byte[1 << 16];
    try {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        LockSupport.parkNanos(delay.toNanos());
        out.write(buffer, 0, n);
      }
      to.shutdownOutput();
    } catch (IOException e) {
      return; // closed by the side that had enough
    }
  }
}
