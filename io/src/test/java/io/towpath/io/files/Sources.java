package io.towpath.io.files;

import io.towpath.config.Feed;
import io.towpath.config.Layout;
import java.util.List;

/** Builds declarations of file sources. */
final class Sources {
  private Feed.Format format = Feed.Format.CSV;
  private Feed.Dialect dialect = new Feed.Dialect(',', '"', null, true, List.of(), null, List.of());
  private String encoding = "UTF-8";
  private boolean multiline;
  private Feed.Compression compression = Feed.Compression.AUTO;

  static Sources of(Feed.Format format) {
    Sources sources = new Sources();
    sources.format = format;
    return sources;
  }

  static Sources csv() {
    return of(Feed.Format.CSV);
  }

  Sources dialect(Feed.Dialect value) {
    dialect = value;
    return this;
  }

  Sources encoding(String value) {
    encoding = value;
    return this;
  }

  Sources multiline() {
    multiline = true;
    return this;
  }

  Sources compression(Feed.Compression value) {
    compression = value;
    return this;
  }

  Layout build() {
    return new Layout(format, dialect, encoding, multiline, compression, null, null);
  }
}
