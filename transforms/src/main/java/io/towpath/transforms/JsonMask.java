package io.towpath.transforms;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.towpath.config.Secret;
import io.towpath.contract.Field;
import java.io.IOException;
import java.io.StringWriter;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Masks values within JSON by the contract's names for them, at any depth, in every object of an
 * array. Everything else is copied as it is written, numbers digit by digit.
 */
final class JsonMask implements Mask {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final Node root;

  private JsonMask(Node root) {
    this.root = root;
  }

  /** The mask of a column; null if none of its children is masked. */
  static @Nullable JsonMask of(String file, Field field, Secret key) {
    Node root = node(file, field, key);
    return root == null ? null : new JsonMask(root);
  }

  /** What happens to a value: it is masked, or its members are. */
  private record Node(@Nullable Mask mask, Map<String, Node> members) {}

  private static @Nullable Node node(String file, Field field, Secret key) {
    Map<String, Node> members = new HashMap<>();
    for (Field child : field.children()) {
      Node node =
          child.mask() == null
              ? node(file, child, key)
              : new Node(Mask.of(file, child, key), Map.of());
      if (node != null) {
        members.put(child.name(), node);
      }
    }
    return members.isEmpty() ? null : new Node(null, members);
  }

  @Override
  public Object of(Object value) {
    StringWriter text = new StringWriter();
    try (JsonParser parser = FACTORY.createParser((String) value);
        JsonGenerator generator = FACTORY.createGenerator(text)) {
      parser.nextToken();
      copy(parser, generator, root);
    } catch (IOException e) {
      throw new IllegalStateException("jsonb that was not checked", e);
    }
    return text.toString();
  }

  private static void copy(JsonParser parser, JsonGenerator generator, @Nullable Node node)
      throws IOException {
    if (node != null && node.mask() != null) {
      mask(parser, generator, node.mask());
      return;
    }
    switch (parser.currentToken()) {
      case START_OBJECT -> {
        generator.writeStartObject();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
          String name = parser.currentName();
          generator.writeFieldName(name);
          parser.nextToken();
          copy(parser, generator, node == null ? null : node.members().get(name));
        }
        generator.writeEndObject();
      }
      case START_ARRAY -> {
        generator.writeStartArray();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          copy(parser, generator, node);
        }
        generator.writeEndArray();
      }
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> generator.writeNumber(parser.getText());
      default -> generator.copyCurrentEvent(parser);
    }
  }

  /** Of a container under a mask nothing may remain. */
  private static void mask(JsonParser parser, JsonGenerator generator, Mask mask)
      throws IOException {
    JsonToken token = parser.currentToken();
    if (token.isStructStart()) {
      parser.skipChildren();
      generator.writeNull();
    } else if (token == JsonToken.VALUE_NULL) {
      generator.writeNull();
    } else {
      Object masked = mask.of(parser.getText());
      generator.writeString(masked == null ? null : masked.toString());
    }
  }
}
