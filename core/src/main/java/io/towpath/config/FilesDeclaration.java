package io.towpath.config;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files as a source.
 *
 * @param globs paths relative to the project, absolute paths or s3:// URIs, with *, ** and ?
 * @param layout of the files, which the raw zone keeps as they are
 * @param settle how long a file must not have changed before it is taken
 * @param landed what becomes of files that were landed, null if they stay
 */
public record FilesDeclaration(
    List<String> globs, Layout layout, Duration settle, @Nullable Landed landed)
    implements SourceDeclaration {

  /** Files that stay where they are. */
  public FilesDeclaration(List<String> globs, Layout layout, Duration settle) {
    this(globs, layout, settle, null);
  }

  /**
   * What becomes of files that were landed.
   *
   * @param archive folder or s3:// URI that they are moved below, null if they are deleted
   */
  public record Landed(@Nullable String archive) implements Serializable {}
}
