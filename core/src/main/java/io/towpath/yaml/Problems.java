package io.towpath.yaml;

import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects the mistakes of all files, so that the user learns of them at once. */
public final class Problems {
  private final Map<String, List<Problem>> byFile = new LinkedHashMap<>();
  private final Map<String, Path> files = new HashMap<>();

  /** Notes where a file lies that places call by another name. */
  void opened(String shownAs, Path file) {
    files.put(shownAs, file);
  }

  /** The file that a place points into. */
  Path file(Place place) {
    return files.getOrDefault(place.file(), Path.of(place.file())).toAbsolutePath();
  }

  /** Notes a mistake. */
  public void add(Place place, String message) {
    List<Problem> problems = byFile.computeIfAbsent(place.file(), file -> new ArrayList<>());
    Problem problem = new Problem(place.file(), place.line(), place.column(), message);
    // A contract that two feeds share is read twice, but has each mistake once.
    if (!problems.contains(problem)) {
      problems.add(problem);
    }
  }

  /** Whether a file has mistakes. */
  public boolean has(String file) {
    return byFile.containsKey(file);
  }

  /** The mistakes: files in the order they were read, places in the order of the file. */
  public List<Problem> list() {
    Comparator<Problem> byPlace =
        Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);
    return byFile.values().stream().flatMap(problems -> problems.stream().sorted(byPlace)).toList();
  }

  /**
   * Ends the reading if there are mistakes.
   *
   * @throws ConfigurationException with all of them
   */
  public void throwIfAny() {
    if (!byFile.isEmpty()) {
      throw new ConfigurationException(list());
    }
  }
}
