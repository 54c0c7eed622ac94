package io.towpath.config;

import java.util.Map;

/**
 * A source of the user's own, whose class is found by its name.
 *
 * @param use name that its factory goes by
 * @param with its settings; secrets are references
 * @param line of the feed's file, counted from 1
 */
public record PluginDeclaration(String use, Map<String, String> with, int line)
    implements SourceDeclaration {

  @Override
  public Layout layout() {
    return Layout.avro();
  }
}
