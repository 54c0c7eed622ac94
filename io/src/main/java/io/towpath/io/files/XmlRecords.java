package io.towpath.io.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/**
 * Reads the elements at a path as JSON objects. Attributes and children are members by their local
 * names, one that comes several times is an array, an element with text alone is that text, and
 * text beside members is the member {@code #text}. {@code xsi:nil} is null.
 */
final class XmlRecords {
  private static final String INSTANCE = "http://www.w3.org/2001/XMLSchema-instance";
  private static final String TEXT = "#text";
  private static final int DEEPEST = 100;

  private final XMLStreamReader reader;
  private final String[] path;
  private final int longest;
  private int depth;
  private int matched;
  private int length;
  private ObjectNode record = JsonNodeFactory.instance.objectNode();

  XmlRecords(XMLStreamReader reader, String path, int longest) {
    this.reader = reader;
    this.path = path.substring(1).split("/", -1);
    this.longest = longest;
  }

  /** What was found next. */
  enum Found {
    RECORD,
    TOO_LONG,
    END
  }

  /** Reads up to the end of the next element at the path. */
  Found next() throws XMLStreamException {
    while (reader.hasNext()) {
      int event = reader.next();
      if (event == XMLStreamConstants.START_ELEMENT) {
        if (matched == depth && depth < path.length && path[depth].equals(reader.getLocalName())) {
          matched++;
        }
        depth++;
        if (matched == path.length && depth == path.length) {
          return read();
        }
      } else if (event == XMLStreamConstants.END_ELEMENT) {
        end();
      }
    }
    return Found.END;
  }

  private Found read() throws XMLStreamException {
    length = 0;
    JsonNode read = element(1);
    end();
    if (length > longest) {
      return Found.TOO_LONG;
    }
    record =
        read instanceof ObjectNode object
            ? object
            : JsonNodeFactory.instance.objectNode().set(TEXT, read);
    return Found.RECORD;
  }

  private void end() {
    if (matched == depth) {
      matched--;
    }
    depth--;
  }

  /** The last record found. */
  ObjectNode record() {
    return record;
  }

  /** The element that the reader stands at the beginning of, up to its end. */
  private JsonNode element(int level) throws XMLStreamException {
    if (level > DEEPEST) {
      throw new XMLStreamException("deeper than " + DEEPEST, reader.getLocation());
    }
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    boolean nil = attributes(members);
    StringBuilder text = new StringBuilder();
    while (true) {
      switch (reader.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          String name = reader.getLocalName();
          add(members, name, element(level + 1));
        }
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (isShort(reader.getTextLength())) {
            text.append(reader.getText());
          }
        }
        case XMLStreamConstants.END_ELEMENT -> {
          return nil ? JsonNodeFactory.instance.nullNode() : value(members, text.toString());
        }
        default -> {
          // Comments and processing instructions say nothing.
        }
      }
    }
  }

  /** Takes the attributes; whether one of them says that the element is null. */
  private boolean attributes(ObjectNode members) {
    boolean nil = false;
    for (int i = 0; i < reader.getAttributeCount(); i++) {
      String value = reader.getAttributeValue(i);
      if (INSTANCE.equals(reader.getAttributeNamespace(i))) {
        nil |= reader.getAttributeLocalName(i).equals("nil") && value.matches("true|1");
      } else if (isShort(value.length())) {
        add(members, reader.getAttributeLocalName(i), JsonNodeFactory.instance.textNode(value));
      }
    }
    return nil;
  }

  private boolean isShort(int more) {
    length = Math.min(Integer.MAX_VALUE - more, length) + more;
    return length <= longest;
  }

  private static JsonNode value(ObjectNode members, String text) {
    if (members.isEmpty()) {
      return JsonNodeFactory.instance.textNode(text);
    }
    if (!text.isBlank()) {
      members.put(TEXT, text.strip());
    }
    return members;
  }

  private static void add(ObjectNode members, String name, JsonNode value) {
    @Nullable JsonNode present = members.get(name);
    if (present == null) {
      members.set(name, value);
    } else if (present instanceof ArrayNode several) {
      several.add(value);
    } else {
      members.putArray(name).add(present).add(value);
    }
  }
}
