package io.towpath.config;

import io.towpath.yaml.YamlValue;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads JSON Pointers (RFC 6901). */
final class RestPointers {
  private static final Pattern POINTER = Pattern.compile("(/([^~/]|~[01])*)*");

  private RestPointers() {}

  /** A pointer, also the empty one, which is the whole; null, with a problem, if it is none. */
  static @Nullable String read(YamlValue value) {
    String pointer = value.textOrEmpty();
    if (pointer != null && !POINTER.matcher(pointer).matches()) {
      value.expected("a JSON Pointer such as /data/items, or \"\" for the whole");
      return null;
    }
    return pointer;
  }
}
