package io.towpath.bench.items;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An API on loopback: {@code GET /items?page=N} answers with {@code {"items": […]}}, each item with
 * its {@code id} and 1 kB of text, up to a number of pages; the page behind the last is empty. It
 * prints its port, and ends with its standard input.
 */
public final class ServeItems {
  private static final Pattern PAGE = Pattern.compile("page=(\\d+)");
  private static final String TEXT = "x".repeat(960);

  private final int pages;
  private final int size;

  private ServeItems(int pages, int size) {
    this.pages = pages;
    this.size = size;
  }

  /** Takes how many pages there are and how many items a page has. */
  public static void main(String[] args) throws IOException {
    ServeItems items = new ServeItems(Integer.parseInt(args[0]), Integer.parseInt(args[1]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/items", items::answer);
    server.start();
    System.out.println(server.getAddress().getPort());
    untilClosed(System.in);
    System.exit(0);
  }

  private static void untilClosed(InputStream in) throws IOException {
    while (in.read() >= 0) {
      // Whatever is said does not matter.
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      Matcher page = PAGE.matcher(exchange.getRequestURI().getQuery());
      byte[] body = page(page.find() ? Integer.parseInt(page.group(1)) : 1);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private byte[] page(int number) {
    ByteArrayOutputStream body = new ByteArrayOutputStream(size * (TEXT.length() + 40));
    body.writeBytes("{\"items\":[".getBytes(US_ASCII));
    for (int i = 0; number <= pages && i < size; i++) {
      long id = (long) (number - 1) * size + i;
      String item = (i == 0 ? "" : ",") + "{\"id\":" + id + ",\"text\":\"" + TEXT + "\"}";
      body.writeBytes(item.getBytes(US_ASCII));
    }
    body.writeBytes("]}".getBytes(US_ASCII));
    return body.toByteArray();
  }
}
