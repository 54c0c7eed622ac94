package io.towpath.config;

import java.io.Serializable;

/** Where a feed's records come from, as the feed declares it. */
public sealed interface SourceDeclaration extends Serializable
    permits FilesDeclaration, JdbcDeclaration, RestDeclaration, PluginDeclaration {

  /** How what it gives lies in the raw zone. */
  Layout layout();
}
