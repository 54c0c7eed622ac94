package io.towpath.io.jdbc;

import io.towpath.contract.Contract;
import io.towpath.io.postgres.stage.KeyComparison;
import io.towpath.io.source.Source;
import org.jspecify.annotations.Nullable;

/** A source whose keys can be asked for apart from its rows. */
public interface KeyedSource extends Source {

  /**
   * Compares the keys that it has now with those of a table.
   *
   * @param contract whose merge key is read
   * @param cursor where the last batch ended, null if there is none
   */
  void compare(KeyComparison comparison, Contract contract, @Nullable String cursor);
}
