package io.towpath.io.postgres;

/** What a connection is for, and so which rights it needs. */
public enum Role {
  /** Changes the schema of the ledger; the user whom the project names. */
  MIGRATOR("towpath"),
  /** Writes the ledger and owns stages and targets. */
  LOADER("towpath_loader"),
  /** Copies rows into stages; its connection limit bounds all runs together. */
  COPY("towpath_copy"),
  /** Reads targets and the ledger's views. */
  READER("towpath_reader");

  private final String login;

  Role(String login) {
    this.login = login;
  }

  /** Name of the role in PostgreSQL. */
  public String login() {
    return login;
  }
}
