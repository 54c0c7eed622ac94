package io.towpath.yaml;

/**
 * Points into a file that the user wrote.
 *
 * @param file path as the user named it
 * @param line counted from 1
 * @param column counted from 1
 */
public record Place(String file, int line, int column) {

  /** The file and the line, for what is reported long after reading. */
  public String fileAndLine() {
    return file + ":" + line;
  }
}
