package io.towpath.io.raw;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.towpath.core.Manifest;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes manifests as JSON and reads them back. Field names are stable; a reader ignores fields it
 * does not know, and refuses a format number it does not know.
 */
final class ManifestJson {
  private static final int FORMAT = 1;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private ManifestJson() {}

  static byte[] encode(Manifest manifest) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("format", FORMAT);
    root.put("feed", manifest.feed());
    root.put("batch", manifest.batch());
    root.put("attempt", manifest.attempt());
    root.put("landedAt", manifest.landedAt().toString());
    if (manifest.slice() != null) {
      encode(manifest.slice(), root.putObject("slice"));
    }
    ArrayNode parts = root.putArray("parts");
    manifest.parts().forEach(part -> encode(part, parts.addObject()));
    return bytes(root);
  }

  /** Writes the descriptor of one part. */
  static byte[] encode(Manifest.Part part) {
    ObjectNode root = MAPPER.createObjectNode();
    encode(part, root);
    return bytes(root);
  }

  private static byte[] bytes(ObjectNode root) {
    try {
      return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (IOException e) {
      throw new IllegalStateException("a tree of plain values is always JSON", e);
    }
  }

  private static void encode(Manifest.Slice slice, ObjectNode node) {
    node.put("from", slice.from());
    node.put("to", slice.to());
    node.put("cursor", slice.cursor());
    node.put("consistent", slice.consistent());
  }

  private static void encode(Manifest.Part part, ObjectNode node) {
    node.put("part", part.part());
    node.put("path", part.path());
    node.put("source", part.source());
    node.put("bytes", part.bytes());
    node.put("crc32c", part.crc32c());
    node.put("version", part.version());
    node.put("sourceVersion", part.sourceVersion());
    node.put("sourceModified", part.sourceModified().toString());
    if (part.records() != Manifest.Part.UNCOUNTED) {
      node.put("records", part.records());
    }
    ArrayNode splits = node.putArray("splits");
    for (Manifest.Split split : part.splits()) {
      ObjectNode each = splits.addObject();
      each.put("split", split.split());
      each.put("from", split.from());
      each.put("to", split.to());
      each.put("firstLine", split.firstLine());
    }
  }

  /**
   * Reads a manifest.
   *
   * @throws IOException if the bytes are not one
   */
  static Manifest decode(byte[] bytes) throws IOException {
    JsonNode root = MAPPER.readTree(bytes);
    if (required(root, "format").asInt() != FORMAT) {
      throw new IOException("format " + root.get("format") + ", this version reads " + FORMAT);
    }
    List<Manifest.Part> parts = new ArrayList<>();
    for (JsonNode part : required(root, "parts")) {
      parts.add(part(part));
    }
    return new Manifest(
        required(root, "feed").asText(),
        required(root, "batch").asLong(),
        required(root, "attempt").asText(),
        instant(root, "landedAt"),
        List.copyOf(parts),
        slice(root.get("slice")));
  }

  /**
   * Reads the descriptor of a part.
   *
   * @throws IOException if the bytes are not one
   */
  static Manifest.Part decodePart(byte[] bytes) throws IOException {
    return part(MAPPER.readTree(bytes));
  }

  private static Manifest.@Nullable Slice slice(@Nullable JsonNode node) throws IOException {
    if (node == null) {
      return null;
    }
    return new Manifest.Slice(
        node.path("from").textValue(),
        required(node, "to").asText(),
        node.path("cursor").textValue(),
        required(node, "consistent").asBoolean());
  }

  private static Manifest.Part part(JsonNode node) throws IOException {
    List<Manifest.Split> splits = new ArrayList<>();
    for (JsonNode split : required(node, "splits")) {
      splits.add(
          new Manifest.Split(
              required(split, "split").asInt(),
              required(split, "from").asLong(),
              required(split, "to").asLong(),
              required(split, "firstLine").asLong()));
    }
    return new Manifest.Part(
        required(node, "part").asInt(),
        RawPaths.checked(required(node, "path").asText()),
        required(node, "source").asText(),
        required(node, "bytes").asLong(),
        required(node, "crc32c").asLong(),
        required(node, "version").asText(),
        node.path("sourceVersion").asText(""),
        instant(node, "sourceModified"),
        List.copyOf(splits),
        node.path("records").asLong(Manifest.Part.UNCOUNTED));
  }

  private static JsonNode required(JsonNode node, String name) throws IOException {
    JsonNode value = node.get(name);
    if (value == null || value.isNull()) {
      throw new IOException("field \"" + name + "\" is missing");
    }
    return value;
  }

  private static Instant instant(JsonNode node, String name) throws IOException {
    try {
      return Instant.parse(required(node, name).asText());
    } catch (DateTimeException e) {
      throw new IOException("field \"" + name + "\" is no instant", e);
    }
  }
}
