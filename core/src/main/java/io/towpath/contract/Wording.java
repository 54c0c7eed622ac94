package io.towpath.contract;

import static io.towpath.contract.Shape.ANY;
import static io.towpath.contract.Shape.FLAG;
import static io.towpath.contract.Shape.ID;
import static io.towpath.contract.Shape.NUMBER;
import static io.towpath.contract.Shape.SCALAR;
import static io.towpath.contract.Shape.TEXT;
import static io.towpath.contract.Shape.closed;
import static io.towpath.contract.Shape.listOf;
import static io.towpath.contract.Shape.textOr;
import static java.util.Map.entry;

import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.Map;

/** The parts of a contract that are words only to Towpath: their form is checked, nothing more. */
final class Wording {
  private static final Shape TAGS = listOf(TEXT);
  private static final Shape CUSTOM =
      listOf(
          closed(
              Map.of("id", ID, "property", TEXT, "value", ANY, "description", TEXT, "vendor", TEXT),
              "property",
              "value"));
  private static final Shape DEFINITIONS =
      listOf(
          closed(Map.of("id", ID, "url", TEXT, "type", TEXT, "description", TEXT), "url", "type"));
  private static final Shape ROLES =
      listOf(
          closed(
              Map.of(
                  "id", ID,
                  "role", TEXT,
                  "description", TEXT,
                  "access", TEXT,
                  "firstLevelApprovers", TEXT,
                  "secondLevelApprovers", TEXT,
                  "customProperties", CUSTOM),
              "role"));
  private static final Shape MEMBERS =
      listOf(
          closed(
              Map.ofEntries(
                  entry("id", ID),
                  entry("username", TEXT),
                  entry("name", TEXT),
                  entry("description", TEXT),
                  entry("role", TEXT),
                  entry("dateIn", TEXT),
                  entry("dateOut", TEXT),
                  entry("replacedByUsername", TEXT),
                  entry("tags", TAGS),
                  entry("customProperties", CUSTOM),
                  entry("authoritativeDefinitions", DEFINITIONS)),
              "username"));
  private static final Shape TEAM =
      value -> {
        if (value.isList()) {
          MEMBERS.check(value);
        } else {
          team().check(value);
        }
      };
  private static final Shape SUPPORT =
      listOf(
          closed(
              Map.of(
                  "id", ID,
                  "channel", TEXT,
                  "url", TEXT,
                  "description", TEXT,
                  "tool", TEXT,
                  "scope", TEXT,
                  "invitationUrl", TEXT,
                  "customProperties", CUSTOM),
              "channel"));
  private static final Shape CONTEXT =
      textOr(
          closed(
              Map.of(
                  "instructions",
                  TEXT,
                  "verifiedStatements",
                  listOf(statement("question")),
                  "constraints",
                  listOf(statement("constraint")))));
  private static final Shape SYNONYMS =
      listOf(
          closed(
              Map.of(
                  "id", ID,
                  "synonym", TEXT,
                  "description", TEXT,
                  "locale", TEXT,
                  "source", TEXT,
                  "status", TEXT,
                  "customProperties", CUSTOM),
              "synonym"));

  private static final Map<String, Shape> ROOT =
      Map.ofEntries(
          entry("id", TEXT),
          entry("name", TEXT),
          entry("tenant", TEXT),
          entry("domain", TEXT),
          entry("dataProduct", TEXT),
          entry("slaDefaultElement", TEXT),
          entry("contractCreatedTs", TEXT),
          entry("tags", TAGS),
          entry("context", CONTEXT),
          entry("support", SUPPORT),
          entry("team", TEAM),
          entry("roles", ROLES),
          entry("authoritativeDefinitions", DEFINITIONS),
          entry(
              "price",
              closed(
                  Map.of(
                      "id", ID, "priceAmount", NUMBER, "priceCurrency", TEXT, "priceUnit", TEXT))));
  private static final Map<String, Shape> ELEMENT =
      Map.ofEntries(
          entry("id", ID),
          entry("businessName", TEXT),
          entry("dataGranularityDescription", TEXT),
          entry("deprecated", FLAG),
          entry("synonyms", SYNONYMS),
          entry("tags", TAGS),
          entry("context", CONTEXT),
          entry("authoritativeDefinitions", DEFINITIONS),
          entry("encryptedName", TEXT),
          entry("transformSourceObjects", listOf(TEXT)),
          entry("transformLogic", TEXT),
          entry("transformDescription", TEXT),
          entry("criticalDataElement", FLAG),
          entry("semanticType", TEXT),
          entry("name", TEXT),
          entry("method", TEXT),
          entry("businessImpact", TEXT),
          entry("scheduler", TEXT),
          entry("schedule", TEXT),
          entry("valueExt", SCALAR),
          entry("driver", TEXT));

  private Wording() {}

  private static Shape team() {
    return closed(
        Map.of(
            "id", ID,
            "name", TEXT,
            "description", TEXT,
            "members", MEMBERS,
            "tags", TAGS,
            "customProperties", CUSTOM,
            "authoritativeDefinitions", DEFINITIONS));
  }

  private static Shape statement(String subject) {
    return closed(
        Map.of(
            "id",
            ID,
            subject,
            TEXT,
            "answer",
            TEXT,
            "authoritativeDefinitions",
            DEFINITIONS,
            "tags",
            TAGS,
            "customProperties",
            CUSTOM),
        subject);
  }

  static void checkRoot(YamlKeys keys) {
    Shape.checkEach(keys, ROOT);
  }

  /** Of an object, a property, a quality rule or a service level: their words have one meaning. */
  static void checkElement(YamlKeys keys) {
    Shape.checkEach(keys, ELEMENT);
    keys.find("relationships")
        .map(YamlValue::items)
        .ifPresent(items -> items.forEach(Wording::relationship));
  }

  private static void relationship(YamlValue value) {
    Shape reference = textOr(listOf(TEXT));
    closed(
            Map.of(
                "id", TEXT,
                "type", TEXT,
                "from", reference,
                "to", reference,
                "customProperties", CUSTOM),
            "to")
        .check(value);
  }

  /** Of servers. */
  static void checkRoles(YamlKeys keys) {
    Shape.checkEach(
        keys, Map.of("roles", ROLES, "id", ID, "description", TEXT, "environment", TEXT));
  }

  /** customProperties in places where Towpath has no keys of its own. */
  static void checkCustom(YamlKeys keys) {
    Shape.checkEach(keys, Map.of("customProperties", CUSTOM));
  }
}
