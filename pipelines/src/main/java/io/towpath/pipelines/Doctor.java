package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.files.Arrival;
import io.towpath.io.files.FileShape;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.raw.RawStore;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Examines what a project depends on, without changing anything. */
public final class Doctor {
  private static final long ONE_SPLIT_IS_SLOW = 256L << 20;

  private Doctor() {}

  /** How a finding is meant. */
  public enum Verdict {
    GOOD,
    /** Works, but not as well as it could. */
    SLOW,
    BAD;

    /** One word for a table. */
    public String word() {
      return switch (this) {
        case GOOD -> "ok";
        case SLOW -> "slow";
        case BAD -> "BAD";
      };
    }
  }

  /** One thing that was looked at; {@code advice} is empty where nothing needs doing. */
  public record Finding(
      Verdict verdict, ExitCode exitCode, String subject, String found, String advice) {}

  /** Looks at everything; one broken part hides no other. */
  public static List<Finding> examine(Session session) {
    List<Finding> findings = new ArrayList<>();
    findings.add(java());
    findings.add(look("raw zone", () -> rawZone(session)));
    findings.add(look("warehouse", () -> warehouse(session)));
    findings.add(look("ledger", () -> ledger(session)));
    for (Feed feed : session.project().feeds().values()) {
      List<Arrival> arrivals = new ArrayList<>();
      findings.add(look("feed " + feed.name(), () -> source(session, feed, arrivals)));
      findings.addAll(unsplittable(feed, arrivals));
    }
    return findings;
  }

  private static Finding java() {
    int feature = Runtime.version().feature();
    boolean good = feature == 17;
    return new Finding(
        good ? Verdict.GOOD : Verdict.SLOW,
        ExitCode.OK,
        "Java",
        Integer.toString(feature),
        good ? "" : "Towpath is tested on Java 17");
  }

  private static Finding look(String subject, Supplier<String> examination) {
    try {
      return new Finding(Verdict.GOOD, ExitCode.OK, subject, examination.get(), "");
    } catch (TowpathException e) {
      return new Finding(
          Verdict.BAD, e.exitCode(), subject, String.valueOf(e.getMessage()), "see the message");
    }
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

  private static String source(Session session, Feed feed, List<Arrival> found) {
    if (feed.source() instanceof FilesDeclaration files) {
      found.addAll(session.arrivals().match(files));
    }
    return found.size() + " files";
  }

  private static List<Finding> unsplittable(Feed feed, List<Arrival> arrivals) {
    List<Finding> findings = new ArrayList<>();
    for (Arrival arrival : arrivals) {
      if (arrival.bytes() > ONE_SPLIT_IS_SLOW
          && !FileShape.of(feed.layout(), arrival.name()).splittable()) {
        findings.add(
            new Finding(
                Verdict.SLOW,
                ExitCode.OK,
                arrival.name(),
                Sizes.text(arrival.bytes()) + " in one split",
                "only CSV and NDJSON in UTF-8, uncompressed, are read by several workers: deliver it"
                    + " in smaller files"));
      }
    }
    return findings;
  }
}
