package io.towpath.contract;

import io.towpath.yaml.Problems;
import io.towpath.yaml.YamlFile;
import java.nio.file.Path;
import java.util.Optional;

/** Reads contracts: documents of the Open Data Contract Standard, versions 3.1 and 3.2. */
public final class Contracts {
  private Contracts() {}

  /**
   * Reads and checks a contract.
   *
   * @param shownAs how messages name the file
   * @return empty, with problems noted, if anything is wrong with it
   */
  public static Optional<Contract> read(Path file, String shownAs, Problems problems) {
    return YamlFile.read(file, shownAs, problems)
        .flatMap(root -> new ContractReader(shownAs, problems).read(root));
  }
}
