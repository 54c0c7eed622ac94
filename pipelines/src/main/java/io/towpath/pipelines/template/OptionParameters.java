package io.towpath.pipelines.template;

import io.towpath.pipelines.Expected;
import java.beans.Introspector;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;
import org.jspecify.annotations.Nullable;

/** Reads parameters off the getters of Beam's options, as Beam itself does for its help. */
final class OptionParameters {

  private OptionParameters() {}

  /** Those that an interface and its parents below Beam's own declare; required ones first. */
  static List<Parameter> of(Class<? extends PipelineOptions> options) {
    List<Parameter> parameters = new ArrayList<>();
    for (Method method : options.getMethods()) {
      if (method.getDeclaringClass().getName().startsWith("io.towpath")
          && method.getName().matches("(get|is)[A-Z].*")
          && !method.isAnnotationPresent(Hidden.class)) {
        parameters.add(of(method));
      }
    }
    parameters.sort(
        Comparator.comparing((Parameter each) -> !each.required()).thenComparing(Parameter::name));
    return parameters;
  }

  private static Parameter of(Method getter) {
    Expected expected = getter.getAnnotation(Expected.class);
    return new Parameter(
        Introspector.decapitalize(getter.getName().replaceFirst("^(get|is)", "")),
        type(getter),
        getter.getAnnotation(Description.class).value(),
        getter.isAnnotationPresent(Validation.Required.class),
        otherwise(getter),
        expected == null ? null : expected.value());
  }

  private static Parameter.Type type(Method getter) {
    Class<?> type = getter.getReturnType();
    if (type == String.class) {
      return Parameter.Type.TEXT;
    }
    if (type == Boolean.class || type == boolean.class) {
      return Parameter.Type.FLAG;
    }
    if (type == Integer.class || type == int.class || type == Long.class || type == long.class) {
      return Parameter.Type.NUMBER;
    }
    throw new IllegalArgumentException(getter + " has a type that no template can say");
  }

  private static @Nullable String otherwise(Method getter) {
    for (Annotation annotation : getter.getAnnotations()) {
      if (annotation instanceof Default.String text) {
        return text.value();
      } else if (annotation instanceof Default.Integer number) {
        return Integer.toString(number.value());
      } else if (annotation instanceof Default.Long number) {
        return Long.toString(number.value());
      } else if (annotation instanceof Default.Boolean flag) {
        return Boolean.toString(flag.value());
      }
    }
    return null;
  }
}
