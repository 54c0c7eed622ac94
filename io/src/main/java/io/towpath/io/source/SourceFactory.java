package io.towpath.io.source;

import io.towpath.config.Settings;
import java.util.List;

/**
 * Makes sources of a kind of the user's own. Found by {@link java.util.ServiceLoader}: its class is
 * named in {@code META-INF/services/io.towpath.io.source.SourceFactory} of its jar.
 */
public interface SourceFactory {

  /** What feeds call it: {@code source: {use: NAME}}. */
  String name();

  /**
   * What is wrong with its settings, one sentence each; asked before anything is touched, so it
   * looks at nothing but the settings.
   */
  List<String> mistakes(Settings settings);

  /** Opens a source for one land run; its splits write {@link AvroPart}s. */
  Source open(Settings settings);
}
