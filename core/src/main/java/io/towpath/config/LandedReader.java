package io.towpath.config;

import io.towpath.config.FilesDeclaration.Landed;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** Reads what becomes of files that were landed. */
final class LandedReader {
  private static final String S3 = "s3://";
  private static final String DELETE = "delete";

  private LandedReader() {}

  static @Nullable Landed read(YamlKeys source, List<String> globs) {
    return source.findUnlessNull("landed").map(value -> landed(value, globs)).orElse(null);
  }

  private static @Nullable Landed landed(YamlValue value, List<String> globs) {
    if (value.isMapping()) {
      return value
          .keys(List.of("archive"))
          .flatMap(keys -> keys.require("archive", "the folder that files are moved to"))
          .map(archive -> archive(archive, globs))
          .orElse(null);
    }
    if (!value.isText() || !DELETE.equals(value.textOrEmpty())) {
      value.expected("delete, or {archive: FOLDER}");
      return null;
    }
    return new Landed(null);
  }

  private static @Nullable Landed archive(YamlValue value, List<String> globs) {
    String archive = value.text();
    if (archive == null) {
      return null;
    }
    String folder = archive.replaceFirst("/+$", "");
    for (String glob : globs) {
      if (glob.startsWith(S3) != folder.startsWith(S3)) {
        value.problem(
            "archive is "
                + archive
                + ", and files come from "
                + glob
                + "; expected both on S3 or both in folders");
      } else if (isFound(folder, glob)) {
        value.problem(
            "archive "
                + archive
                + " is within "
                + glob
                + ", so that what is moved there would be found again; expected a folder elsewhere");
      }
    }
    return new Landed(folder);
  }

  /** Whether a glob matches what it has matched when that lies in a folder. */
  private static boolean isFound(String folder, String glob) {
    try {
      PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + plain(glob));
      return matcher.matches(Path.of(plain(folder), plain(glob)));
    } catch (PatternSyntaxException e) {
      return false; // reported where the glob is read
    }
  }

  private static String plain(String path) {
    return path.replaceFirst("^(s3|file)://", "");
  }
}
