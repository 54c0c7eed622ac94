package io.towpath.config;

import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The published JSON Schemas as a second judge of the corpus. */
final class CorpusSchemas {
  private static final String FOLDER = "classpath:io/towpath/schema/";
  private static final String STANDARD =
      "https://raw.githubusercontent.com/bitol-io/open-data-contract-standard/main/schema/";
  private static final Map<String, JsonSchema> SCHEMAS =
      Map.of(
          "project", schema(VersionFlag.V202012, "towpath.schema.json"),
          "feed", schema(VersionFlag.V202012, "feed.schema.json"),
          "contract", schema(VersionFlag.V201909, "contract.schema.json"));

  private CorpusSchemas() {}

  private static JsonSchema schema(VersionFlag version, String file) {
    return JsonSchemaFactory.getInstance(
            version,
            factory -> factory.schemaMappers(mappers -> mappers.mapPrefix(STANDARD, FOLDER)))
        .getSchema(SchemaLocation.of(FOLDER + file));
  }

  /** valid, invalid, or unreadable where it is no YAML to the schema's reader. */
  static String verdict(String kind, Path file) throws IOException {
    String text;
    try {
      text = Files.readString(file);
    } catch (CharacterCodingException e) {
      return "unreadable";
    }
    try {
      return SCHEMAS.get(kind).validate(text, InputFormat.YAML).isEmpty() ? "valid" : "invalid";
    } catch (IllegalArgumentException e) {
      return "unreadable";
    }
  }
}
