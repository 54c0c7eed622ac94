package io.towpath.io.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/** Gathers JSON texts, each on a line of its own. */
final class JsonLines {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  void add(JsonNode node) throws IOException {
    bytes.write(JSON.writeValueAsBytes(node));
    bytes.write('\n');
  }

  int size() {
    return bytes.size();
  }

  /** What was gathered, which is forgotten. */
  byte[] drain() {
    byte[] all = bytes.toByteArray();
    bytes.reset();
    return all;
  }
}
