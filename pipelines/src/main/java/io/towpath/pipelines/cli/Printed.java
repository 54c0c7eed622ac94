package io.towpath.pipelines.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.towpath.transforms.FoundMask;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How values are printed: for people, and as JSON for programs. */
final class Printed {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
          .enable(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN);

  private Printed() {}

  /** One JSON object on one line. */
  static void json(Map<String, ? extends @Nullable Object> values) {
    System.out.println(jsonText(values));
  }

  /** A JSON object as one line. */
  static String jsonText(Map<String, ? extends @Nullable Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result is not plain values: " + values.keySet(), e);
    }
  }

  /** A JSON object on many lines, for people. */
  static String indented(Map<String, ? extends @Nullable Object> values) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a result is not plain values: " + values.keySet(), e);
    }
  }

  /** A cell as one line of a terminal shows it; what a source holds commands no terminal. */
  static String text(@Nullable Object cell) {
    return FoundMask.visible(
        cell instanceof BigDecimal number ? number.toPlainString() : Objects.toString(cell, ""));
  }
}
