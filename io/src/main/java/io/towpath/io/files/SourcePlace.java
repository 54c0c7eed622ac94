package io.towpath.io.files;

import java.io.IOException;
import java.util.List;

/** Where files arrive: tells what lies there, without opening it. */
interface SourcePlace {

  /** Files that a glob matches, in no particular order; folders are none. */
  List<Arrival> match(String glob) throws IOException;

  /**
   * The same file as it is now.
   *
   * @throws java.io.FileNotFoundException or another IOException if it is gone
   */
  Arrival again(Arrival arrival) throws IOException;
}
