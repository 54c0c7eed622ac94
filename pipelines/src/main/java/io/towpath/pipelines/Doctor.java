package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.raw.RawStore;
import io.towpath.io.source.Finding;
import io.towpath.io.source.Source;
import io.towpath.io.source.SourcePlan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Examines what a project depends on, without changing anything. */
public final class Doctor {
  private Doctor() {}

  /** Looks at everything; one broken part hides no other. */
  public static List<Finding> examine(Session session) {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(look("raw zone", () -> rawZone(session)));
    findings.add(look("warehouse", () -> warehouse(session)));
    findings.add(look("ledger", () -> ledger(session)));
    for (Feed feed : session.project().feeds().values()) {
      findings.addAll(source(session, feed, null));
    }
    return findings;
  }

  /** Looks at what the next run of a feed needs, and at what it would land. */
  public static List<Finding> examine(Session session, Feed feed) {
    List<Finding> findings = new ArrayList<>();
    findings.add(look("raw zone", () -> rawZone(session)));
    Finding ledger = look("ledger", () -> ledger(session));
    findings.add(ledger);
    boolean kept =
        ledger.verdict() == Finding.Verdict.GOOD && Migrations.version(session.warehouse()) > 0;
    String cursor = kept ? Land.cursor(session, feed) : null;
    findings.addAll(source(session, feed, cursor));
    if (kept && findings.get(findings.size() - 1).verdict() != Finding.Verdict.BAD) {
      findings.add(look("next batch", () -> next(session, feed, cursor)));
    }
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    boolean good = feature == 17;
    return good
        ? Finding.good("Java", "17")
        : Finding.slow("Java", Integer.toString(feature), "Towpath is tested on Java 17");
  }

  private static Finding look(String subject, Supplier<String> examination) {
    try {
      return Finding.good(subject, examination.get());
    } catch (TowpathException e) {
      return bad(subject, e);
    }
  }

  private static Finding bad(String subject, TowpathException why) {
    return new Finding(
        Finding.Verdict.BAD,
        why.exitCode(),
        subject,
        String.valueOf(why.getMessage()),
        "see the message");
  }

  private static String rawZone(Session session) {
    RawStore store = session.raw().open();
    boolean used = store.read("doctor/none").isPresent();
    return session.project().raw() + (used ? " (has an object doctor/none)" : "");
  }

  private static String warehouse(Session session) {
    return Warehouse.product(session.warehouse());
  }

  private static String ledger(Session session) {
    int version = Migrations.version(session.warehouse());
    if (version == 0 && session.ownsWarehouse()) {
      return "none yet; the first run makes it";
    }
    if (!session.ownsWarehouse()) {
      Migrations.require(session.warehouse());
    }
    return "version " + version;
  }

  /** What the source says of itself, or why it cannot be asked. */
  private static List<Finding> source(Session session, Feed feed, @Nullable String cursor) {
    String subject = "feed " + feed.name();
    try (Source source = session.source(feed)) {
      return source.examine(cursor).stream().map(finding -> finding.within(subject)).toList();
    } catch (TowpathException e) {
      return List.of(bad(subject, e));
    }
  }

  private static String next(Session session, Feed feed, @Nullable String cursor) {
    try (Source source = session.source(feed)) {
      SourcePlan plan = source.plan(cursor);
      if (plan.splits().isEmpty()) {
        return "nothing is new";
      }
      Manifest.Slice slice = plan.slice();
      return plan.splits().size()
          + " splits"
          + (plan.bytes() > 0 ? ", about " + Sizes.text(plan.bytes()) : "")
          + (slice == null || slice.from() == null ? "" : ", from " + slice.from())
          + (slice == null ? "" : ", up to " + slice.to());
    }
  }
}
