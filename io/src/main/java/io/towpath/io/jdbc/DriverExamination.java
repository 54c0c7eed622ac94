package io.towpath.io.jdbc;

import io.towpath.config.JdbcDeclaration.Cursor;
import io.towpath.io.source.Finding;
import io.towpath.io.source.SourcePlan;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Looks at what reading a database by its driver needs, and how far it came. */
final class DriverExamination {
  private final Connection connection;
  private final DriverRelation relation;

  DriverExamination(Connection connection, DriverRelation relation) {
    this.connection = connection;
    this.relation = relation;
  }

  /**
   * What there is to say.
   *
   * @param next plan of the next batch, which has asked for all rights that it needs
   */
  List<Finding> findings(SourcePlan next, @Nullable String from) throws SQLException {
    DatabaseMetaData product = connection.getMetaData();
    List<Finding> findings = new ArrayList<>();
    findings.add(
        Finding.good(
            "", product.getDatabaseProductName() + " " + product.getDatabaseProductVersion()));
    if (next.splits().size() > 1) {
      findings.add(
          Finding.good(
              "splits", next.splits().size() + ", each of which sees another moment of the table"));
    }
    Cursor cursor = relation.source().cursor();
    if (cursor != null) {
      findings.add(index(cursor));
      findings.add(
          Finding.good("progress", from == null ? "nothing was landed" : "landed up to " + from));
    }
    return findings;
  }

  private Finding index(Cursor cursor) throws SQLException {
    String subject = "cursor " + cursor.column();
    return relation.isIndexed(connection, cursor.column())
        ? Finding.good(subject, "has an index")
        : Finding.slow(
            subject,
            "no index begins with it, so that each batch scans the table",
            "create an index on it at the source");
  }
}
