package io.towpath.pipelines.launch;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds the jar that a cluster runs.
 *
 * @param file the jar, null if there is none
 * @param mistake why there is none
 */
public record SparkJar(@Nullable Path file, Optional<String> mistake) {
  private static final String BUILD =
      "build it: ./mvnw -q -Pspark-jar -DskipTests -pl pipelines -am package";

  /**
   * The jar that was named, or else the one that was built.
   *
   * @param named by the user, null for none
   * @param home of the checkout, null if there is none
   */
  public static SparkJar find(@Nullable String named, @Nullable Path home) {
    if (named != null) {
      Path file = Path.of(named);
      return Files.isRegularFile(file)
          ? of(file)
          : missing("--jar " + file + " does not exist; " + BUILD);
    }
    if (home == null) {
      return missing("the jar for Spark is not known; expected --jar FILE");
    }
    Path folder = home.resolve("pipelines/target");
    List<Path> built = new ArrayList<>();
    if (Files.isDirectory(folder)) {
      try (DirectoryStream<Path> jars =
          Files.newDirectoryStream(folder, "towpath-pipelines-*-spark.jar")) {
        jars.forEach(built::add);
      } catch (IOException e) {
        return missing(folder + " cannot be read (" + e.getClass().getSimpleName() + ")");
      }
    }
    return switch (built.size()) {
      case 0 -> missing("there is no jar for Spark in " + folder + "; " + BUILD);
      case 1 -> of(built.get(0));
      default -> missing(folder + " holds several jars for Spark; expected --jar FILE");
    };
  }

  private static SparkJar of(Path file) {
    return new SparkJar(file, Optional.empty());
  }

  private static SparkJar missing(String mistake) {
    return new SparkJar(null, Optional.of(mistake));
  }

  /** The jar, where there is no mistake. */
  Path required() {
    if (file == null) {
      throw new IllegalStateException("mistakes were not looked at");
    }
    return file;
  }
}
