package io.towpath.pipelines.template;

import io.towpath.yaml.Problems;
import io.towpath.yaml.YamlFile;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The YAML form of a template: {@code templates/NAME.yaml}. */
public final class TemplateFile {
  private static final List<String> KEYS = List.of("template", "main", "help", "parameters");
  private static final List<String> PARAMETER_KEYS =
      List.of("name", "type", "required", "default", "pattern", "help");
  private static final Map<String, Parameter.Type> TYPES =
      Arrays.stream(Parameter.Type.values())
          .collect(Collectors.toMap(Parameter.Type::word, Function.identity()));

  private TemplateFile() {}

  /** The names of the templates in a folder, in order. */
  public static List<String> names(Path folder) {
    String[] files = folder.toFile().list((dir, name) -> name.endsWith(".yaml"));
    return files == null
        ? List.of()
        : Arrays.stream(files).map(file -> file.replaceFirst("\\.yaml$", "")).sorted().toList();
  }

  /**
   * Reads the template of a name.
   *
   * @throws io.towpath.core.ConfigurationException with every mistake in the file
   */
  public static Template read(Path folder, String name) {
    Path file = folder.resolve(name + ".yaml");
    Problems problems = new Problems();
    String shownAs = Files.exists(file) ? folder.getFileName() + "/" + name + ".yaml" : "templates";
    Optional<Template> template =
        YamlFile.read(file, shownAs, problems)
            .flatMap(value -> value.keys(KEYS))
            .map(TemplateFile::template);
    problems.throwIfAny();
    return template.orElseThrow();
  }

  private static Template template(YamlKeys keys) {
    List<Parameter> parameters = new ArrayList<>();
    for (YamlValue item : keys.items("parameters")) {
      item.keys(PARAMETER_KEYS).map(TemplateFile::parameter).ifPresent(parameters::add);
    }
    return new Template(text(keys, "template"), text(keys, "main"), text(keys, "help"), parameters);
  }

  private static Parameter parameter(YamlKeys keys) {
    return new Parameter(
        text(keys, "name"),
        keys.choice("type", TYPES, Parameter.Type.TEXT),
        text(keys, "help"),
        keys.flag("required", false),
        keys.text("default"),
        keys.text("pattern"));
  }

  private static String text(YamlKeys keys, String key) {
    String text = keys.require(key, "text").map(YamlValue::text).orElse(null);
    return text == null ? "" : text;
  }

  /** Writes a template as the file of its name holds it. */
  public static String text(Template template) {
    StringBuilder out =
        new StringBuilder("template: ")
            .append(template.name())
            .append("\nmain: ")
            .append(template.main())
            .append("\nhelp: ")
            .append(quoted(template.help()))
            .append("\nparameters:\n");
    for (Parameter parameter : template.parameters()) {
      out.append("  - name: ").append(parameter.name());
      line(out, "type", parameter.type().word());
      line(out, "required", Boolean.toString(parameter.required()));
      line(out, "default", quoted(parameter.otherwise()));
      line(out, "pattern", quoted(parameter.pattern()));
      line(out, "help", quoted(parameter.help()));
      out.append("\n");
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String key, @Nullable String value) {
    if (value != null) {
      out.append("\n    ").append(key).append(": ").append(value);
    }
  }

  private static @Nullable String quoted(@Nullable String text) {
    return text == null ? null : "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }
}
