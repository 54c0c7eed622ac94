package io.towpath.transforms.expression;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration;
import io.towpath.contract.Field;
import io.towpath.core.BoundStep;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Origin;
import io.towpath.core.Outlet;
import io.towpath.core.Problem;
import io.towpath.core.Reason;
import io.towpath.core.Step;
import io.towpath.core.Violation;
import io.towpath.transforms.value.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;

/**
 * Makes a record of each element of a JSON array: a copy of the whole, with columns that the
 * element fills. Without any element the record is filtered; an element whose value is none of its
 * column's is rejected, alone.
 */
public final class Explode implements Step {
  private static final int MOST = 100_000;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

  private final Feed feed;
  private final StepDeclaration.Explode declaration;

  private Explode(Feed feed, StepDeclaration.Explode declaration) {
    this.feed = feed;
    this.declaration = declaration;
  }

  /** Explodes as the feed declares. */
  public static Explode of(Feed feed, StepDeclaration.Explode declaration) {
    return new Explode(feed, declaration);
  }

  private record Target(int at, JsonPointer pointer, ResultText values, String column) {}

  @Override
  public BoundStep bind(Schema schema) {
    List<Target> targets = new ArrayList<>();
    for (Map.Entry<String, String> entry : declaration.into().entrySet()) {
      Field field =
          feed.contract().field(entry.getKey()).orElseThrow(() -> unknown(entry.getKey()));
      targets.add(
          new Target(
              schema.getField(field.name()).pos(),
              JsonPointer.compile(entry.getValue()),
              new ResultText(field.type(), feed.decode()),
              field.name()));
    }
    Schema.Field array = schema.getField(declaration.column());
    if (array == null) {
      throw unknown(declaration.column());
    }
    int at = array.pos();
    Violation noArray =
        new Violation(
            Reason.TYPE,
            declaration.column(),
            null,
            "a JSON array of at most " + MOST + " elements");
    return (record, origin, outlet) -> {
      JsonNode elements = elements(record.get(at));
      if (elements == null) {
        outlet.reject(origin, noArray);
      } else if (elements.isEmpty()) {
        outlet.filter(origin);
      } else {
        elements.forEach(element -> apply(targets, element, copy(record), origin, outlet));
      }
    };
  }

  private ConfigurationException unknown(String column) {
    return new ConfigurationException(
        List.of(
            new Problem(feed.file(), declaration.line(), 1, "explode: no such column: " + column)));
  }

  /** The elements, none of a null; null if it is no such array. */
  private static @Nullable JsonNode elements(@Nullable Object value) {
    if (value == null) {
      return JSON.createArrayNode();
    }
    try {
      JsonNode array = JSON.readTree(value.toString());
      return array != null && array.isArray() && array.size() <= MOST ? array : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static GenericRecord copy(GenericRecord record) {
    GenericRecord copy = new GenericData.Record(record.getSchema());
    for (int i = 0; i < record.getSchema().getFields().size(); i++) {
      copy.put(i, record.get(i));
    }
    return copy;
  }

  private static void apply(
      List<Target> targets, JsonNode element, GenericRecord record, Origin origin, Outlet outlet) {
    for (Target target : targets) {
      JsonNode found = element.at(target.pointer());
      String text =
          found.isMissingNode() || found.isNull()
              ? null
              : found.isValueNode() ? found.asText() : found.toString();
      Object value = text == null ? null : target.values().parse(text);
      if (value instanceof Refusal refusal) {
        outlet.reject(
            origin, new Violation(refusal.reason(), target.column(), text, refusal.expected()));
        return;
      }
      record.put(target.at(), value);
    }
    outlet.record(record, origin);
  }
}
