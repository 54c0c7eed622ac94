package io.towpath.core;

import java.io.Serializable;

/**
 * One mistake in a file that the user wrote.
 *
 * @param file path as the user named it
 * @param line counted from 1
 * @param column counted from 1
 * @param message what was found, what was expected and, where one is near, "did you mean"
 */
public record Problem(String file, int line, int column, String message) implements Serializable {

  @Override
  public String toString() {
    return file + ":" + line + ":" + column + " " + message;
  }
}
