package io.towpath.io.files;

import io.towpath.config.FilesDeclaration.Landed;
import java.io.IOException;

/** Takes files that were landed out of the way, if they are still the ones that were landed. */
interface PutAway {

  /** Deletes a file; false if it was changed or is gone. */
  boolean delete(Arrival arrival) throws IOException;

  /**
   * Moves a file below a folder, under its whole name. Nothing is replaced there: where its name is
   * taken by another version, its time of change is added.
   *
   * @return false if it was changed or is gone
   */
  boolean archive(Arrival arrival, String folder) throws IOException;

  /** Does what a feed asks for. */
  default boolean putAway(Arrival arrival, Landed landed) throws IOException {
    return landed.archive() == null ? delete(arrival) : archive(arrival, landed.archive());
  }
}
