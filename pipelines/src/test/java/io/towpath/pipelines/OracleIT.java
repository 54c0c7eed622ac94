package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.DuckDbOracle;
import io.towpath.testing.EmbeddedPostgres;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The published table equals what DuckDB computes from the same files. */
final class OracleIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final String COLUMNS =
      "order_id, customer, amount, extract(epoch from changed_at)::bigint";

  @ParameterizedTest
  @EnumSource(names = {"DIRECT", "SPARK"})
  void publishesTheLatestGoodVersionOfEachOrder(RunnerChoice runner, @TempDir Path root) {
    ProjectFolder project = ProjectFolder.in(root, POSTGRES);
    String schema = "shop_" + runner;
    Orders.project(project, "orders_" + runner, schema)
        .file("inbox/1.csv", Orders.csv(7, 30_000))
        .file("inbox/2.csv", Orders.csv(8, 30_000));

    Run.Result result = project.run("orders_" + runner, runner);

    List<List<String>> expected =
        DuckDbOracle.rows(
            """
            select order_id, customer, amount, epoch(changed_at)::bigint
            from (
              select order_id, customer, try_cast(amount as decimal(12,2)) as amount, changed_at,
                     filename, row_number() over () as line
              from read_csv('%s/inbox/*.csv', filename = true,
                types = {'amount': 'VARCHAR', 'changed_at': 'TIMESTAMP'}))
            where amount is not null
            qualify row_number() over (
              partition by order_id order by changed_at desc, filename desc, line desc) = 1
            order by 1
            """
                .formatted(root));
    assertThat(project.rows("select " + COLUMNS + " from " + schema + ".orders order by 1"))
        .isEqualTo(expected);
    assertThat(result.load().run().counts().read()).isEqualTo(60_000);
  }
}
