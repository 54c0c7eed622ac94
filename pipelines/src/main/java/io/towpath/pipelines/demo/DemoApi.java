package io.towpath.pipelines.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * An API of the weather on loopback: {@code GET /observations?appeared_since=…&appeared_until=…}
 * {@code &after=…&limit=…}, for who has the token. An observation appears when its file is
 * delivered.
 */
final class DemoApi {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST_PAGE = 500;

  private final Path data;
  private final Path delivered;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newFixedThreadPool(2);

  private DemoApi(Path data, Path delivered, HttpServer server) {
    this.data = data;
    this.delivered = delivered;
    this.server = server;
  }

  static DemoApi open(Path data, Path folder, DemoFiles files) throws IOException {
    Path delivered = Files.createDirectories(folder.resolve("weather"));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    DemoApi api = new DemoApi(data, delivered, server);
    String expected = "Bearer " + files.secret("weather.token");
    server.createContext("/observations", exchange -> api.answer(exchange, expected));
    server.setExecutor(api.threads);
    server.start();
    files.write("weather.url", "http://127.0.0.1:" + server.getAddress().getPort());
    return api;
  }

  void deliver(String day) throws IOException {
    Path file = delivered.resolve(day + ".csv");
    if (!Files.exists(file)) {
      Files.copy(data.resolve("weather-" + day + ".csv"), file);
    }
  }

  void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void answer(HttpExchange exchange, String expected) throws IOException {
    try (exchange) {
      if (!expected.equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
        exchange.sendResponseHeaders(401, -1);
        return;
      }
      byte[] body = JSON.writeValueAsBytes(page(exchange.getRequestURI().getQuery()));
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
    }
  }

  private ObjectNode page(String query) throws IOException {
    Map<String, String> asked =
        Stream.of(query.split("&"))
            .map(pair -> pair.split("=", 2))
            .collect(Collectors.toMap(pair -> pair[0], pair -> pair[1]));
    List<ObjectNode> all =
        observations(
            Instant.parse(asked.get("appeared_since")), Instant.parse(asked.get("appeared_until")));
    int from = Integer.parseInt(asked.getOrDefault("after", "0"));
    int size = Math.min(LARGEST_PAGE, Integer.parseInt(asked.getOrDefault("limit", "100")));
    int to = Math.min(all.size(), from + size);
    ObjectNode page = JSON.createObjectNode();
    ArrayNode observations = page.putArray("observations");
    all.subList(Math.min(from, to), to).forEach(observations::add);
    page.put("next", to < all.size() ? Integer.toString(to) : null);
    return page;
  }

  private List<ObjectNode> observations(Instant since, Instant until) throws IOException {
    try (Stream<Path> files = Files.list(delivered)) {
      List<Path> appeared =
          files.filter(file -> isBetween(modified(file), since, until)).sorted().toList();
      ArrayList<ObjectNode> all = new ArrayList<>();
      for (Path file : appeared) {
        all.addAll(observations(file));
      }
      return all;
    }
  }

  private static boolean isBetween(Instant moment, Instant since, Instant until) {
    return !moment.isBefore(since) && moment.isBefore(until);
  }

  private static Instant modified(Path file) {
    try {
      return Files.getLastModifiedTime(file).toInstant();
    } catch (IOException e) {
      return Instant.MIN;
    }
  }

  private static List<ObjectNode> observations(Path file) throws IOException {
    List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
    String[] columns = lines.get(0).split(",");
    return lines.stream().skip(1).map(line -> observation(columns, line.split(","))).toList();
  }

  private static ObjectNode observation(String[] columns, String[] cells) {
    ObjectNode observation = JSON.createObjectNode();
    for (int i = 0; i < columns.length; i++) {
      String cell = cells[i];
      if (cell.equals("NA")) {
        observation.putNull(columns[i]);
      } else if (columns[i].equals("origin") || columns[i].equals("time_hour")) {
        observation.put(columns[i], cell);
      } else {
        observation.put(columns[i], new BigDecimal(cell));
      }
    }
    return observation;
  }
}
