package io.towpath.quality;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.EmbeddedPostgres;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** PostgreSQL is the judge: each predicate is true, false and unknown for the same rows. */
final class PredicatesIT {
  @RegisterExtension static final EmbeddedPostgres POSTGRES = EmbeddedPostgres.create();

  private static final Rows ROWS = new Rows();
  private static Connection connection;

  @BeforeAll
  static void fillTable() throws SQLException {
    connection = POSTGRES.connect();
    ROWS.insert(connection);
  }

  @AfterAll
  static void close() throws SQLException {
    connection.close();
  }

  private static void judgeAlike(String predicate) throws SQLException {
    assertThat(ROWS.judged(predicate, true))
        .as("true: %s", predicate)
        .isEqualTo(Rows.found(connection, predicate));
    assertThat(ROWS.judged(predicate, false))
        .as("false: %s", predicate)
        .isEqualTo(Rows.found(connection, "not (" + predicate + ")"));
    assertThat(ROWS.judged(predicate, null))
        .as("unknown: %s", predicate)
        .isEqualTo(Rows.found(connection, "(" + predicate + ") is null"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i = j",
        "i <> n",
        "i < f",
        "n >= m",
        "n = 1.00",
        "n > '0.5'",
        "f = 0.25",
        "i in (1, 2, null)",
        "i not in (1, 2, null)",
        "i not in (1, 2)",
        "t in ('a', 'ab ')",
        "c in ('a', 'EUR')",
        "c = 'a  '",
        "c = t",
        "t = c",
        "t = u",
        "i between -1 and j",
        "i not between -1 and j",
        "d between '2020-01-01' and '2020-01-02'",
        "t like 'a%'",
        "t like '_'",
        "t not like 'a\\%b'",
        "t like '%\\_%'",
        "t like ''",
        "i is null",
        "i is not null and j is null",
        "o",
        "not o",
        "o is true",
        "o is not false",
        "o = (i > 0)",
        "i is distinct from j",
        "i is not distinct from j",
        "d < e",
        "d <= ts",
        "ts > date '2020-01-02'",
        "ts = timestamp '2020-01-01 12:00:00'",
        "ts < '2020-01-02'",
        "tz < '2020-01-01 12:00:00Z'",
        "tz >= timestamptz '2020-01-01 18:00:00+00'",
        "tz = timestamp with time zone '2020-01-02 06:00:00+06:00'",
        "e - d > 1",
        "d + 1 = e",
        "d + i < e",
        "i + j * 2 > 3",
        "-i > j",
        "- n > 1.5",
        "i / 2 = 1",
        "i % 3 = -1",
        "n / 3 > 0.3333333333333333",
        "n / 3 = 0.33333333333333333333",
        "n * m < 1",
        "n - m > 0.0001",
        "f * 2 = n",
        "i + n = 2.5",
        "abs(i) = 2",
        "abs(n) < 1",
        "length(t) = 2",
        "length(c) = 3",
        "char_length(t) > length(u)",
        "lower(t) = 'a'",
        "upper(t) = upper(u)",
        "trim(t) = 'ab'",
        "coalesce(i, j, 0) = 0",
        "coalesce(t, '') = ''",
        "coalesce(n, i) > 1",
        "nullif(i, 0) is null",
        "nullif(t, 'a') = 'ab '",
        "i = 1 or j = 1 and n > 0",
        "not i = 1 and j > 0",
        "not (i = 1 or j is null)",
        "(i > 0) is true or o",
        "null",
        "i = null",
        "true",
        "i > 0 and null",
        "\"i\" = 1",
        "I = 1",
      })
  void meansWhatItMeansToPostgresql(String predicate) throws SQLException {
    judgeAlike(predicate);
  }

  @Test
  void randomPredicatesMeanWhatTheyMeanToPostgresql() throws SQLException {
    Random random = new Random(11);

    for (int i = 0; i < 400; i++) {
      judgeAlike(condition(random, 3));
    }
  }

  private static String condition(Random random, int depth) {
    if (depth > 0 && random.nextInt(3) > 0) {
      String left = condition(random, depth - 1);
      String right = condition(random, depth - 1);
      return switch (random.nextInt(4)) {
        case 0 -> "not (" + left + ")";
        case 1 -> left + " and " + right;
        case 2 -> "(" + left + " or " + right + ")";
        default -> "(" + left + ") is " + pick(random, "true", "not true", "null", "not null");
      };
    }
    String compare = pick(random, "=", "<>", "<", "<=", ">", ">=", "is distinct from");
    return switch (random.nextInt(5)) {
      case 0 ->
          pick(random, "t", "u", "c") + pick(random, " = ", " <> ") + pick(random, "t", "'a'");
      case 1 -> pick(random, "d", "e", "ts") + " " + compare + " " + pick(random, "d", "e", "ts");
      case 2 -> number(random, 1) + " in (" + number(random, 0) + ", " + number(random, 0) + ")";
      case 3 -> number(random, 1) + " between " + number(random, 0) + " and " + number(random, 1);
      default -> number(random, 2) + " " + compare + " " + number(random, 2);
    };
  }

  private static String number(Random random, int depth) {
    if (depth > 0 && random.nextInt(2) > 0) {
      String left = number(random, depth - 1);
      String right = number(random, depth - 1);
      return switch (random.nextInt(4)) {
        case 0 -> "(" + left + pick(random, " + ", " - ", " * ") + right + ")";
        case 1 -> "(" + left + " / " + pick(random, "3", "-2", "0.7", "12.5") + ")";
        case 2 -> "abs(" + left + ")";
        default -> "coalesce(" + left + ", " + right + ")";
      };
    }
    return pick(random, "i", "j", "n", "m", "f", "2", "-1", "0.25");
  }

  private static String pick(Random random, String... choices) {
    return List.of(choices).get(random.nextInt(choices.length));
  }
}
