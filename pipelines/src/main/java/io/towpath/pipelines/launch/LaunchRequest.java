package io.towpath.pipelines.launch;

import io.towpath.pipelines.template.Template;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A job to be launched.
 *
 * @param template what it is
 * @param values of its parameters
 * @param settings of Spark, by name
 */
public record LaunchRequest(
    Template template, Map<String, String> values, Map<String, String> settings) {
  private static final Pattern SECRET_NAME =
      Pattern.compile("password|passwd|secret|token|access\\.?key|credential", 2);
  private static final Pattern PASSWORD_IN_URL =
      Pattern.compile("//[^/@]*:[^/@]*@|[?&;](ssl)?password=", 2);

  /** What stands before the host, and a password in a query; wider than what is refused. */
  private static final Pattern TO_MASK =
      Pattern.compile("(?<=://)\\S*(?=@)|(?<=//)[^/@]*:[^/@]*(?=@)|(?<=password=)[^&;]*", 2);

  /** What is resolved where the job runs, and shown as it is written. */
  private static final Pattern REFERENCE = Pattern.compile("EMR\\.secret@.+|\\$\\{.+}");

  public LaunchRequest {
    values = new LinkedHashMap<>(values);
    settings = new TreeMap<>(settings);
  }

  /** Says in a few words what is launched. */
  public String name() {
    String of = values.getOrDefault("feed", values.getOrDefault("run", ""));
    return ("towpath " + template.name() + " " + of).strip();
  }

  /** The value of a parameter, null if none was given. */
  @Nullable String value(String parameter) {
    return values.get(parameter);
  }

  /** The same with a value that this place decides, where the job has such a parameter. */
  LaunchRequest with(String parameter, String value) {
    if (template.parameter(parameter).isEmpty()) {
      return this;
    }
    Map<String, String> more = new LinkedHashMap<>(values);
    more.put(parameter, value);
    return new LaunchRequest(template, more, settings);
  }

  /** The same without a value that is said in another way. */
  LaunchRequest without(String parameter) {
    Map<String, String> less = new LinkedHashMap<>(values);
    less.remove(parameter);
    return new LaunchRequest(template, less, settings);
  }

  /** The values as the main's arguments, in the order of the template. */
  List<String> arguments() {
    return template.parameters().stream()
        .filter(parameter -> values.containsKey(parameter.name()))
        .map(parameter -> "--" + parameter.name() + "=" + values.get(parameter.name()))
        .toList();
  }

  /** The same with stars for what may be a password: messages repeat values. */
  LaunchRequest masked() {
    Map<String, String> masked = new LinkedHashMap<>(values);
    masked.replaceAll((name, value) -> TO_MASK.matcher(value).replaceAll("***"));
    return new LaunchRequest(template, masked, settings);
  }

  /** What is wrong wherever it is launched. */
  List<String> mistakes() {
    List<String> mistakes = new ArrayList<>(template.mistakes(masked().values()));
    values.forEach(
        (name, value) -> {
          if (PASSWORD_IN_URL.matcher(value).find()) {
            mistakes.add(name + " holds a password, which all could see in the list of processes");
          }
        });
    settings.forEach(
        (name, value) -> {
          if (!name.startsWith("spark.")) {
            mistakes.add("--conf " + name + " is no setting of Spark; expected spark.…");
          }
          boolean secret = SECRET_NAME.matcher(name).find() && !REFERENCE.matcher(value).matches();
          if (secret || PASSWORD_IN_URL.matcher(value).find()) {
            mistakes.add(
                "--conf "
                    + name
                    + " would show a secret in the list of processes and in Spark's pages; expected"
                    + " it in the environment or in the cluster's own store of secrets");
          }
        });
    return mistakes;
  }
}
