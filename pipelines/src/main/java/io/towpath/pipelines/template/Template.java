package io.towpath.pipelines.template;

import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A job that can be launched: its main and the parameters it takes.
 *
 * @param name what {@code towpath launch} calls it
 * @param main class to start
 * @param help what the job does
 */
public record Template(String name, String main, String help, List<Parameter> parameters) {

  public Template {
    parameters = List.copyOf(parameters);
  }

  /** The parameter of a name. */
  public Optional<Parameter> parameter(String wanted) {
    return parameters.stream().filter(parameter -> parameter.name().equals(wanted)).findFirst();
  }

  /** Everything that is wrong with these values; empty if they can be launched with. */
  public List<String> mistakes(Map<String, String> values) {
    List<String> mistakes = new ArrayList<>();
    List<String> known = parameters.stream().map(Parameter::name).toList();
    values.forEach(
        (name, value) ->
            parameter(name)
                .ifPresentOrElse(
                    parameter -> parameter.mistake(value).ifPresent(mistakes::add),
                    () -> mistakes.add(unknown(name, known))));
    for (Parameter parameter : parameters) {
      boolean misspelt =
          values.keySet().stream()
              .filter(name -> !known.contains(name))
              .anyMatch(name -> Nearest.of(name, List.of(parameter.name())).isPresent());
      if (parameter.required() && !values.containsKey(parameter.name()) && !misspelt) {
        mistakes.add(parameter.name() + " is missing; expected " + parameter.help());
      }
    }
    return mistakes;
  }

  private static String unknown(String name, List<String> known) {
    String hint = Nearest.hint(name, known);
    return "unknown parameter " + name + (hint.isEmpty() ? "; expected " + Words.or(known) : hint);
  }
}
