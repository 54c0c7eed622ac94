package io.towpath.io.rest;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The token of an API: all workers share the ledger's, and its threads the one that this worker
 * knows. Where there is no ledger that could be asked, as in a look at a source, it is a token of
 * the worker's own.
 */
final class Tokens {
  private static final Logger LOG = LoggerFactory.getLogger(Tokens.class);

  private final TokenServer server;
  private final TokenLedger ledger;
  private @Nullable Token token;
  private long refused;

  Tokens(TokenServer server, TokenLedger ledger) {
    this.server = server;
    this.ledger = ledger;
  }

  /** The token to use now; the others wait while one thread fetches it. */
  synchronized Token current() throws ApiFailure {
    Token known = token;
    if (known == null || System.nanoTime() - known.replaceAt() >= 0) {
      known = fetch();
      token = known;
    }
    return known;
  }

  /** Lets go of a token that was refused, unless it has been replaced already. */
  synchronized void drop(Token old) {
    refused = Math.max(refused, old.generation());
    if (old.equals(token)) {
      token = null;
    }
  }

  private Token fetch() throws ApiFailure {
    try {
      return ledger.newerThan(refused, server);
    } catch (TowpathException e) {
      if (e.exitCode() != ExitCode.WAREHOUSE) {
        throw e;
      }
      LOG.info("a token of this worker's own, since the ledger has none: {}", e.getMessage());
      TokenServer.Issued issued = server.ask();
      return new Token(issued.text(), 0, System.nanoTime() + issued.usable().toNanos());
    }
  }
}
