package io.towpath.config;

import java.io.Serializable;

/**
 * A reference to a secret, such as {@code ${env:DW_PASSWORD}} or {@code ${file:/run/secrets/dw}}. It
 * is resolved where it is used, and only the reference is ever printed.
 */
public record Secret(String reference) implements Serializable {

  @Override
  public String toString() {
    return reference;
  }
}
