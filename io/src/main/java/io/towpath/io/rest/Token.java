package io.towpath.io.rest;

/**
 * What an API is asked with.
 *
 * @param text that is sent, never shown
 * @param generation of the ledger's token, 0 for one of this worker's own
 * @param replaceAt when another is to be fetched, by {@link System#nanoTime}
 */
record Token(String text, long generation, long replaceAt) {

  @Override
  public String toString() {
    return "token of generation " + generation;
  }
}
