package io.towpath.config;

import java.time.Duration;
import java.util.List;

/**
 * Files as a source.
 *
 * @param globs paths relative to the project, absolute paths or s3:// URIs, with *, ** and ?
 * @param layout of the files, which the raw zone keeps as they are
 * @param settle how long a file must not have changed before it is taken
 */
public record FilesDeclaration(List<String> globs, Layout layout, Duration settle)
    implements SourceDeclaration {}
