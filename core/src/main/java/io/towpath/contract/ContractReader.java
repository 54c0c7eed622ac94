package io.towpath.contract;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.Problems;
import io.towpath.yaml.Words;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the root of a contract. */
final class ContractReader {
  private static final List<String> KEYS =
      List.of(
          "apiVersion",
          "kind",
          "id",
          "version",
          "status",
          "name",
          "tenant",
          "domain",
          "tags",
          "description",
          "servers",
          "schema",
          "support",
          "price",
          "team",
          "roles",
          "slaProperties",
          "authoritativeDefinitions",
          "customProperties",
          "contractCreatedTs",
          "dataProduct",
          "slaDefaultElement");
  private static final List<String> SUPPORTED = List.of("v3.1.0", "v3.2.0");
  private static final List<String> STATUSES =
      List.of("proposed", "draft", "active", "deprecated", "retired");
  private static final Pattern SEMVER =
      Pattern.compile(
          "(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?(\\+[0-9A-Za-z.-]+)?");

  private final String file;
  private final Problems problems;

  ContractReader(String file, Problems problems) {
    this.file = file;
    this.problems = problems;
  }

  Optional<Contract> read(YamlValue root) {
    Optional<YamlKeys> any = root.anyKeys();
    if (any.isEmpty()) {
      return Optional.empty();
    }
    boolean v32 = isV32(any.get());
    Scope scope = new Scope(file, v32, problems);
    return scope.keys(root, KEYS, List.of("context")).flatMap(keys -> contract(keys, scope));
  }

  /** An unknown version is read as the newest: so the rest is still judged. */
  private boolean isV32(YamlKeys keys) {
    Optional<YamlValue> value = keys.require("apiVersion", "v3.2.0 or v3.1.0");
    String version = value.map(YamlValue::text).orElse(null);
    if (version != null && !SUPPORTED.contains(version)) {
      String hint =
          version.startsWith("v3.0")
              ? "; 3.0 has rule: instead of metric:, and no timestamp. Raise it to v3.1.0 and rename those"
              : "";
      value.get().expected("v3.2.0 or v3.1.0" + hint);
    }
    return !"v3.1.0".equals(version);
  }

  private Optional<Contract> contract(YamlKeys keys, Scope scope) {
    Wording.checkRoot(keys);
    Wording.checkCustom(keys);
    kind(keys);
    String id = keys.require("id", "a unique name of the contract").map(YamlValue::text).orElse("");
    String version = version(keys);
    String status = status(keys, scope);
    String description = description(keys);
    String schema = new ServersReader(scope).schema(keys);
    BoundObject object = object(keys, scope);
    if (object == null) {
      return Optional.empty();
    }
    SlaReader.Levels levels = new SlaReader(scope, object).read(keys);
    if (problems.has(file)) {
      return Optional.empty();
    }
    return Optional.of(
        object.contract(
            new BoundObject.Root(file, id, version, status, schema, description), levels));
  }

  private static void kind(YamlKeys keys) {
    Optional<YamlValue> value = keys.require("kind", "DataContract");
    String kind = value.map(YamlValue::text).orElse(null);
    if (kind != null && !kind.equals("DataContract")) {
      value.get().expected("DataContract");
    }
  }

  private static String version(YamlKeys keys) {
    Optional<YamlValue> value = keys.require("version", "a version such as 1.0.0");
    if (value.isEmpty()) {
      return "";
    }
    if (value.get().isNumber()) {
      String number = String.valueOf(value.get().scalar());
      String full = number + (number.contains(".") ? ".0" : ".0.0");
      value.get().problem("version is the number " + number + "; quote it or write " + full);
      return "";
    }
    String version = value.get().text();
    if (version != null && !SEMVER.matcher(version).matches()) {
      value.get().expected("major.minor.patch such as 1.0.0");
    }
    return version == null ? "" : version;
  }

  private static String status(YamlKeys keys, Scope scope) {
    Optional<YamlValue> value =
        scope.v32() ? keys.find("status") : keys.require("status", Words.or(STATUSES));
    String status = value.map(YamlValue::text).orElse("active");
    if (!STATUSES.contains(status)) {
      value.ifPresent(found -> found.expected(Words.or(STATUSES) + Nearest.hint(status, STATUSES)));
    }
    return status;
  }

  private String description(YamlKeys keys) {
    return keys.find("description")
        .flatMap(
            value ->
                value.keys(
                    List.of(
                        "purpose",
                        "usage",
                        "limitations",
                        "authoritativeDefinitions",
                        "customProperties")))
        .map(ContractReader::purpose)
        .orElse("");
  }

  private static String purpose(YamlKeys keys) {
    Wording.checkElement(keys);
    Wording.checkCustom(keys);
    keys.find("usage").ifPresent(Shape.TEXT::check);
    keys.find("limitations").ifPresent(Shape.TEXT::check);
    return keys.find("purpose").map(YamlValue::textOrEmpty).orElse("");
  }

  private @Nullable BoundObject object(YamlKeys keys, Scope scope) {
    Optional<YamlValue> schema = keys.require("schema", "a list with one object");
    if (schema.isEmpty()) {
      return null;
    }
    List<YamlValue> objects = schema.get().items();
    if (objects.size() != 1 && schema.get().isList()) {
      schema
          .get()
          .problem(
              "schema has "
                  + objects.size()
                  + " objects; expected one: write a contract per table");
    }
    return objects.isEmpty() ? null : new ObjectReader(scope).read(objects.get(0)).orElse(null);
  }
}
