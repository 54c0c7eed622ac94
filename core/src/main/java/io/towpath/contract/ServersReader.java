package io.towpath.contract;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads the servers; of those only PostgreSQL's schema matters, the rest is the profile's. */
final class ServersReader {
  private static final List<String> POSTGRES =
      List.of(
          "server",
          "type",
          "host",
          "port",
          "database",
          "schema",
          "environment",
          "description",
          "roles",
          "customProperties",
          "id");

  private final Scope scope;

  ServersReader(Scope scope) {
    this.scope = scope;
  }

  /** The schema of the target. */
  String schema(YamlKeys contract) {
    Set<String> schemas = new LinkedHashSet<>();
    Optional<YamlValue> servers =
        contract.require("servers", "a list with a server of type postgres");
    boolean found = false;
    for (YamlValue server : servers.map(YamlValue::items).orElse(List.of())) {
      Optional<YamlKeys> keys = server.anyKeys();
      keys.ifPresent(ServersReader::common);
      if (keys.isPresent() && isPostgres(keys.get())) {
        found = true;
        server.keys(POSTGRES).ifPresent(postgres -> postgres(postgres, schemas));
      }
    }
    if (!found && servers.filter(YamlValue::isList).isPresent()) {
      servers.get().problem("no server of type postgres; expected one, its schema is the target's");
    }
    if (schemas.size() > 1) {
      servers
          .get()
          .problem(
              "the postgres servers name different schemas, "
                  + String.join(" and ", schemas)
                  + "; expected one");
    }
    return schemas.stream().findFirst().orElse("");
  }

  private static void common(YamlKeys keys) {
    keys.require("server", "a name for the server").ifPresent(YamlValue::text);
    keys.require("type", "postgres").ifPresent(YamlValue::text);
    Wording.checkRoles(keys);
    Wording.checkCustom(keys);
  }

  private static boolean isPostgres(YamlKeys keys) {
    return keys.find("type")
        .filter(YamlValue::isText)
        .map(YamlValue::textOrEmpty)
        .filter(type -> type.equals("postgres") || type.equals("postgresql"))
        .isPresent();
  }

  private void postgres(YamlKeys keys, Set<String> schemas) {
    keys.require("host", "a host or \"${VARIABLE}\"").ifPresent(YamlValue::text);
    keys.require("database", "a database or \"${VARIABLE}\"").ifPresent(YamlValue::text);
    keys.require("port", "5432 or \"${VARIABLE}\"").ifPresent(this::port);
    keys.require("schema", "the schema that holds the table")
        .ifPresent(value -> schema(value, schemas));
  }

  private void port(YamlValue value) {
    if (value.isText() && scope.v32()) {
      value.text();
    } else {
      value.wholeNumber(1);
    }
  }

  private static void schema(YamlValue value, Set<String> schemas) {
    String schema = value.text();
    if (schema == null) {
      return;
    }
    if (schema.contains("${")) {
      value.problem("schema is a reference; the target's schema must be written out");
      return;
    }
    Names.check(value, schema, "schema");
    if (schema.startsWith("pg_") || schema.equals("towpath") || schema.equals("towpath_stage")) {
      value.problem("schema " + schema + " is reserved; choose another");
    }
    schemas.add(schema);
  }
}
