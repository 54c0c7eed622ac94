package io.towpath.io.postgres.publish;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.postgres.Role;
import io.towpath.io.postgres.Warehouse;
import io.towpath.io.postgres.WarehouseAddress;
import io.towpath.io.postgres.stage.StageTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Says who keeps a target locked for so long that a run could not be published. */
final class TableHeld {
  private static final String HOLDERS =
      """
      select distinct a.pid, a.usename, a.application_name, a.xact_start
      from pg_locks l join pg_stat_activity a using (pid)
      where l.granted and a.pid <> pg_backend_pid() and l.relation in (
        select to_regclass(?)::oid
        union select inhrelid from pg_inherits where inhparent = to_regclass(?))
      order by a.xact_start nulls last limit 5""";

  private TableHeld() {}

  static TowpathException of(WarehouseAddress address, StageTable stage, String run) {
    List<String> holders =
        Warehouse.call(address, run, Role.LOADER, connection -> holders(connection, stage));
    return new TowpathException(
        ExitCode.WAREHOUSE,
        "run "
            + run
            + " was not published: other sessions held "
            + stage.target()
            + " all the time"
            + (holders.isEmpty() ? "" : ", such as " + String.join("; ", holders))
            + "; let them end and call 'towpath publish "
            + run
            + "'");
  }

  private static List<String> holders(Connection connection, StageTable stage) throws SQLException {
    try (PreparedStatement query = connection.prepareStatement(HOLDERS)) {
      query.setString(1, stage.target());
      query.setString(2, stage.target());
      List<String> holders = new ArrayList<>();
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          holders.add(
              "pid "
                  + row.getInt(1)
                  + " of "
                  + row.getString(2)
                  + " ("
                  + row.getString(3)
                  + ") since "
                  + row.getString(4));
        }
      }
      return holders;
    }
  }
}
