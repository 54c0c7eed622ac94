package io.towpath.io.postgres.publish;

import io.towpath.config.Feed;
import io.towpath.core.Check;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Books;
import io.towpath.io.postgres.CheckResults;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.RunRow;
import io.towpath.io.postgres.Runs;
import io.towpath.io.postgres.SqlRetry;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.postgres.stage.Sealing;
import io.towpath.io.postgres.stage.StageLost;
import io.towpath.io.postgres.stage.StageTable;
import io.towpath.io.postgres.stage.Stages;
import io.towpath.io.postgres.stage.Statistics;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes staged runs: closes the books, audits the frozen stage, then changes target and ledger
 * in one transaction. Readers see all of a run or nothing. May be repeated after any failure: a run
 * that is published stays published, once.
 */
public final class Publisher {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String LOCK_TIMEOUT = "55P03";
  private static final BigDecimal PERCENT = BigDecimal.valueOf(100);

  private final WarehouseAddress address;
  private final Duration patience;
  private final Runs runs;
  private final Consumer<String> steps;

  private Publisher(WarehouseAddress address, Duration patience, Consumer<String> steps) {
    this.address = address;
    this.patience = patience;
    this.steps = steps;
    this.runs = new Runs(address);
  }

  /**
   * A publisher for a warehouse.
   *
   * @param steps told the name of each step before it begins
   */
  public static Publisher of(WarehouseAddress address, Consumer<String> steps) {
    return new Publisher(address, PATIENCE, steps);
  }

  /** The same, which gives up after so long. */
  Publisher within(Duration other) {
    return new Publisher(address, other, steps);
  }

  /**
   * Publishes a run.
   *
   * @param feed the run's feed
   * @param epoch of the write lease that the caller holds
   * @param checks what must hold before readers see the rows
   * @throws TowpathException BLOCKED if checks or thresholds say no, LEASE if the lease was taken
   *     over, WAREHOUSE if the books do not balance, the stage was lost or the server fails
   */
  public Publication publish(Feed feed, String run, long epoch, List<Check> checks) {
    return publish(feed, run, epoch, checks, List.of());
  }

  /**
   * Publishes a run.
   *
   * @param arriving what must hold of the rows that are merged into a table, beside the table as it
   *     is before
   */
  public Publication publish(
      Feed feed, String run, long epoch, List<Check> checks, List<Check> arriving) {
    RunRow row = runs.find(run).orElseThrow(() -> unknown(run));
    if (row.state() == RunRow.State.PUBLISHED) {
      return new Publication(row, CheckResults.of(address, run), true);
    }
    steps.accept("publish.close");
    RunRow staged = close(row);
    StageTable stage = Stages.of(feed, row.plan());
    requireErrorRate(feed, staged);
    steps.accept("publish.seal");
    Sealing.seal(address, stage, run);
    if (stage.swap()) {
      steps.accept("publish.audit");
      auditStage(stage, staged, checks);
    } else if (!arriving.isEmpty()) {
      steps.accept("publish.audit");
      accept(staged, judge(stage, run, arriving));
    }
    steps.accept("publish.commit");
    PublishTransaction.Outcome outcome =
        transact(staged, stage, epoch, stage.swap() ? List.of() : checks);
    if (outcome == PublishTransaction.Outcome.SUPERSEDED) {
      runs.abandon(run, "another run has published the same batches");
    }
    RunRow published = runs.find(run).orElseThrow(() -> unknown(run));
    steps.accept("publish.tidy");
    tidy(stage, published);
    return new Publication(
        published, CheckResults.of(address, run), outcome != PublishTransaction.Outcome.PUBLISHED);
  }

  /** Adds up what the buckets committed. */
  private RunRow close(RunRow row) {
    String run = row.plan().run();
    if (row.state() == RunRow.State.FAILED || row.state() == RunRow.State.ABANDONED) {
      throw new TowpathException(
          ExitCode.WAREHOUSE,
          "run " + run + " has ended (" + row.error() + "); run the feed again");
    }
    RunRow staged = row.state() == RunRow.State.STAGED ? row : runs.stage(run);
    if (staged.state() == RunRow.State.STAGED) {
      return staged;
    }
    String terms =
        Books.report(address, run).stream()
            .filter(term -> !term.holds())
            .map(
                term ->
                    term.name()
                        + ": expected "
                        + term.expected()
                        + ", found "
                        + term.found()
                        + " ("
                        + term.detail()
                        + ")")
            .collect(Collectors.joining("; "));
    String message = "the books do not balance, nothing was published: " + terms;
    runs.fail(run, message);
    throw new TowpathException(
        ExitCode.WAREHOUSE, "run " + run + ": " + message + "; run the feed again");
  }

  /** Where the contract names no rate, only a run of which nothing is left is blocked. */
  private void requireErrorRate(Feed feed, RunRow staged) {
    BigDecimal limit = feed.contract().errorRate();
    RunRow.Counts counts = staged.counts();
    if (limit == null) {
      if (counts.rejected() > 0 && counts.rejected() == counts.read() + counts.expanded()) {
        throw tooManyRejects(feed, staged, "that at least one passes");
      }
      return;
    }
    BigDecimal rejected = BigDecimal.valueOf(counts.rejected()).multiply(PERCENT);
    if (rejected.compareTo(limit.multiply(BigDecimal.valueOf(counts.read()))) > 0) {
      throw tooManyRejects(feed, staged, "at most " + limit.toPlainString() + " percent");
    }
  }

  private TowpathException tooManyRejects(Feed feed, RunRow staged, String expected) {
    return blocked(
        staged,
        staged.counts().rejected()
            + " of "
            + staged.counts().read()
            + " records were rejected, expected "
            + expected
            + "; see 'towpath rejects "
            + feed.name()
            + "'");
  }

  /** The stage of a swap is all that the target will hold, so every check can be made before. */
  private void auditStage(StageTable stage, RunRow staged, List<Check> checks) {
    String run = staged.plan().run();
    Audit.Findings findings = judge(stage, run, checks);
    long gone = stage.deletes() ? count(run, stage.deletesRelation()) : 0;
    if (findings.rows() + gone != staged.counts().staged()) {
      throw lost(stage, run);
    }
    accept(staged, findings);
  }

  private Audit.Findings judge(StageTable stage, String run, List<Check> checks) {
    return Warehouse.call(
        address,
        run,
        Role.LOADER,
        connection -> {
          connection.setReadOnly(true);
          connection.setAutoCommit(false);
          return new Audit(connection, stage.relation()).judge(checks);
        });
  }

  private void accept(RunRow staged, Audit.Findings findings) {
    save(staged.plan().run(), findings);
    if (!findings.objections().isEmpty()) {
      throw blocked(staged, String.join("; ", findings.objections()));
    }
  }

  private PublishTransaction.Outcome transact(
      RunRow staged, StageTable stage, long epoch, List<Check> checks) {
    String run = staged.plan().run();
    try {
      return SqlRetry.within(patience)
          .get(
              () -> {
                try (Connection connection = Warehouse.connect(address, run, Role.LOADER)) {
                  return new PublishTransaction(connection, staged, stage, epoch).run(checks);
                }
              });
    } catch (Objection e) {
      save(run, e.findings());
      throw blocked(staged, e.getMessage());
    } catch (StageLost e) {
      throw lost(stage, run);
    } catch (SQLException e) {
      if (LOCK_TIMEOUT.equals(e.getSQLState())) {
        throw TableHeld.of(address, stage, run);
      }
      throw Warehouse.failure(address, e);
    }
  }

  private void save(String run, Audit.Findings findings) {
    Warehouse.transact(
        address,
        run,
        Role.LOADER,
        connection -> {
          CheckResults.save(connection, run, findings.results());
          return null;
        });
  }

  private TowpathException blocked(RunRow staged, String why) {
    String run = staged.plan().run();
    runs.block(run, why);
    return new TowpathException(
        ExitCode.BLOCKED,
        "run "
            + run
            + " is blocked, nothing was published: "
            + why
            + "; its stage is kept. Correct the data or the contract and run again");
  }

  private TowpathException lost(StageTable stage, String run) {
    StageLost lost = StageLost.of(stage);
    runs.fail(run, lost.getMessage());
    return lost;
  }

  private static TowpathException unknown(String run) {
    return new TowpathException(
        ExitCode.WAREHOUSE, "run " + run + " is not in the ledger; see 'towpath runs'");
  }

  private long count(String run, String relation) {
    return Warehouse.call(
        address,
        run,
        Role.LOADER,
        connection -> {
          try (Statement statement = connection.createStatement();
              var row = statement.executeQuery("select count(*) from " + relation)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  /** The run is visible; what is left to do may fail without harm. */
  private void tidy(StageTable stage, RunRow published) {
    String run = published.plan().run();
    try {
      Stages.of(address).drop(stage, run);
      RunRow.Counts counts = published.counts();
      long changed = counts.inserted() + counts.updated() + counts.deleted();
      Warehouse.call(
          address,
          run,
          Role.LOADER,
          connection -> {
            Statistics.refresh(connection, stage, changed);
            return null;
          });
    } catch (TowpathException e) {
      LOG.warn("run {} is published, but its stage was not tidied up: {}", run, e.getMessage());
    }
  }
}
