package io.towpath.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a compiled contract as JSON, for tools and for reading: what Towpath understood. */
public final class ContractJson {
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private ContractJson() {}

  /** The contract as indented JSON. Absent parts are left out. */
  public static String text(Contract contract) {
    try {
      return MAPPER.writeValueAsString(tree(contract));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of plain values cannot fail to be written", e);
    }
  }

  /** The contract as a tree. */
  public static ObjectNode tree(Contract contract) {
    ObjectNode root = MAPPER.createObjectNode();
    root.put("file", contract.file()).put("id", contract.id()).put("version", contract.version());
    root.put("status", contract.status()).put("schema", contract.schema());
    root.put("object", contract.object()).put("table", contract.table());
    text(root, "description", contract.description());
    ArrayNode fields = root.putArray("fields");
    contract.fields().forEach(field -> field(fields.addObject(), field));
    texts(root, "primaryKey", contract.primaryKey());
    texts(root, "mergeKey", contract.mergeKey());
    texts(root, "versionedBy", contract.versionedBy());
    Contract.Partitioning partitioning = contract.partitioning();
    if (partitioning != null) {
      root.putObject("partitioning")
          .put("column", partitioning.column())
          .put("by", word(partitioning.by()));
    }
    ArrayNode indexes = root.putArray("indexes");
    contract.indexes().forEach(index -> index.forEach(indexes.addArray()::add));
    ArrayNode rules = root.putArray("rules");
    contract.rules().forEach(rule -> rule(rules.addObject(), rule));
    ArrayNode quality = root.putArray("quality");
    contract.quality().forEach(rule -> quality(quality.addObject(), rule));
    root.put("errorRate", contract.errorRate());
    ArrayNode levels = root.putArray("serviceLevels");
    for (Contract.ServiceLevel level : contract.serviceLevels()) {
      ObjectNode node = levels.addObject().put("promise", word(level.promise()));
      text(node, "column", level.column());
      node.put("within", level.within().toString()).put("place", level.place());
    }
    return root;
  }

  private static void field(ObjectNode node, Field field) {
    node.put("name", field.name()).put("type", SqlTypes.text(field.type()));
    node.put("required", field.required());
    text(node, "description", field.description());
    text(node, "classification", field.classification());
    text(node, "mask", field.mask() == null ? null : word(field.mask()));
    text(node, "generated", field.generated() == null ? null : word(field.generated()));
    ObjectNode constraints = MAPPER.createObjectNode();
    constraints(constraints, field.constraints());
    if (!constraints.isEmpty()) {
      node.set("constraints", constraints);
    }
    if (!field.children().isEmpty()) {
      ArrayNode children = node.putArray("children");
      field.children().forEach(child -> field(children.addObject(), child));
    }
    node.put("line", field.line());
  }

  private static void constraints(ObjectNode node, Field.Constraints constraints) {
    text(node, "minimum", constraints.minimum());
    text(node, "maximum", constraints.maximum());
    text(node, "exclusiveMinimum", constraints.exclusiveMinimum());
    text(node, "exclusiveMaximum", constraints.exclusiveMaximum());
    text(node, "multipleOf", constraints.multipleOf());
    count(node, "minLength", constraints.minLength());
    count(node, "maxLength", constraints.maxLength());
    text(node, "pattern", constraints.pattern());
    text(node, "format", constraints.format());
    texts(node, "allowed", constraints.allowed());
    count(node, "minItems", constraints.minItems());
    count(node, "maxItems", constraints.maxItems());
    if (constraints.uniqueItems()) {
      node.put("uniqueItems", true);
    }
    Field.Constraints items = constraints.items();
    if (items != null) {
      constraints(node.putObject("items"), items);
    }
  }

  private static void rule(ObjectNode node, Contract.SqlRule rule) {
    node.put("id", rule.id());
    text(node, "description", rule.description());
    node.put("predicate", rule.predicate()).put("place", rule.place());
  }

  private static void quality(ObjectNode node, Contract.Quality rule) {
    node.put("id", rule.id());
    text(node, "description", rule.description());
    text(node, "dimension", rule.dimension());
    node.put("severity", word(rule.severity()));
    node.put("judges", rule.judgesRows() ? "rows" : "table");
    text(node, "column", rule.column());
    text(node, "metric", rule.metric());
    text(node, "query", rule.query());
    texts(node, "missingValues", rule.missingValues());
    texts(node, "validValues", rule.validValues());
    text(node, "pattern", rule.pattern());
    texts(node, "properties", rule.properties());
    if (rule.percent()) {
      node.put("unit", "percent");
    }
    node.put("operator", word(rule.operator()));
    ArrayNode bounds = node.putArray("bounds");
    rule.bounds().forEach(bounds::add);
    node.put("place", rule.place());
  }

  private static void text(ObjectNode node, String key, @Nullable String text) {
    if (text != null && !text.isEmpty()) {
      node.put(key, text);
    }
  }

  private static void count(ObjectNode node, String key, @Nullable Integer count) {
    if (count != null) {
      node.put(key, count);
    }
  }

  private static void texts(ObjectNode node, String key, List<String> texts) {
    if (!texts.isEmpty()) {
      texts.forEach(node.putArray(key)::add);
    }
  }

  /** A constant in the contract's spelling: MUST_BE_BETWEEN is mustBeBetween. */
  private static String word(Enum<?> constant) {
    StringBuilder word = new StringBuilder();
    for (String part : constant.name().split("_")) {
      String lower = part.toLowerCase(java.util.Locale.ROOT);
      word.append(
          word.length() == 0 ? lower : Character.toUpperCase(lower.charAt(0)) + lower.substring(1));
    }
    return word.toString();
  }
}
