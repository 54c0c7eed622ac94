package io.towpath.pipelines.launch;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Nearest;
import io.towpath.yaml.Words;
import java.util.Arrays;
import java.util.List;

/** Where a job can be launched. */
public enum Target {
  LOCAL("local"),
  SPARK("spark"),
  EMR("emr"),
  EMR_SERVERLESS("emr-serverless");

  private final String word;

  Target(String word) {
    this.word = word;
  }

  /** What {@code --on} calls it. */
  public String word() {
    return word;
  }

  /** Reads the word of {@code --on}. */
  public static Target of(String text) {
    List<String> words = Arrays.stream(values()).map(Target::word).toList();
    return Arrays.stream(values())
        .filter(target -> target.word.equals(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TowpathException(
                    ExitCode.CONFIGURATION,
                    "launch: --on is "
                        + text
                        + "; expected "
                        + Words.or(words)
                        + Nearest.hint(text, words)));
  }
}
