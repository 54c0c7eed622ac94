package io.towpath.contract;

import io.towpath.yaml.Problems;
import io.towpath.yaml.YamlKeys;
import io.towpath.yaml.YamlValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What every reader of one contract knows: its file, and which version of the standard it speaks.
 */
record Scope(String file, boolean v32, Problems problems) {

  /** Reads a mapping whose keys the standard closes; some of them came with 3.2. */
  Optional<YamlKeys> keys(YamlValue value, List<String> common, List<String> since32) {
    List<String> known = new ArrayList<>(common);
    known.addAll(since32);
    Optional<YamlKeys> keys = value.keys(known);
    if (!v32) {
      keys.ifPresent(
          found -> since32.stream().filter(found::has).forEach(key -> tooNew(found, key)));
    }
    return keys;
  }

  private static void tooNew(YamlKeys keys, String key) {
    keys.problemAt(key, key + " came with ODCS v3.2.0; write apiVersion: v3.2.0, or leave it out");
  }
}
