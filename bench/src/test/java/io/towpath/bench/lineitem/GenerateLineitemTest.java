package io.towpath.bench.lineitem;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GenerateLineitemTest {
  private static final int WIDTH = 17;

  @TempDir static Path folder;

  @BeforeAll
  static void generate() throws IOException {
    GenerateLineitem.main(new String[] {"0.01", folder.toString()});
  }

  @Test
  void accountsForEveryDirtyLine() throws IOException {
    List<String> lines = Files.readAllLines(folder.resolve("dirty.tbl"));

    long good = lines.stream().filter(GenerateLineitemTest::isGood).count();
    Map<String, String[]> latest = latest(lines);

    assertThat(Files.readString(folder.resolve("expected.json")))
        .contains(
            "\"dirty\": {\"read\": %d, \"staged\": %d, \"duplicates\": %d, \"rejected\": %d"
                .formatted(lines.size(), latest.size(), good - latest.size(), lines.size() - good))
        .contains("\"table\": " + sums(latest));
  }

  @Test
  void changesEveryTenthRowToANewerVersion() throws IOException {
    Map<String, String[]> table = latest(Files.readAllLines(folder.resolve("dirty.tbl")));
    List<String> upserts = Files.readAllLines(folder.resolve("upsert.tbl"));

    for (String line : upserts) {
      String[] fields = line.split("\\|", -1);
      String[] before = table.put(key(fields), fields);
      assertThat(fields[16]).isGreaterThan(before[16]);
      assertThat(fields[4]).isNotEqualTo(before[4]);
    }

    assertThat(upserts).hasSize(table.size() / 10);
    assertThat(Files.readString(folder.resolve("expected.json")))
        .contains(
            "\"upsert\": {\"read\": %d, \"table\": %s".formatted(upserts.size(), sums(table)));
  }

  @Test
  void writesTheSameBytesEveryTime(@TempDir Path again) throws IOException {
    GenerateLineitem.main(new String[] {"0.01", again.toString()});

    for (String file : List.of("clean.tbl", "dirty.tbl", "upsert.tbl", "expected.json")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(folder.resolve(file));
    }
  }

  private static Map<String, String[]> latest(List<String> lines) {
    Map<String, String[]> latest = new HashMap<>();
    for (String line : lines) {
      if (isGood(line)) {
        String[] fields = line.split("\\|", -1);
        latest.merge(key(fields), fields, (a, b) -> a[16].compareTo(b[16]) >= 0 ? a : b);
      }
    }
    return latest;
  }

  private static String sums(Map<String, String[]> table) {
    BigDecimal quantity = new BigDecimal("0.00");
    BigDecimal price = new BigDecimal("0.00");
    long keys = 0;
    long versions = 0;
    for (String[] fields : table.values()) {
      quantity = quantity.add(new BigDecimal(fields[4]));
      price = price.add(new BigDecimal(fields[5]));
      keys += Long.parseLong(fields[0]) * 8 + Long.parseLong(fields[3]);
      versions += LocalDateTime.parse(fields[16].replace(' ', 'T')).toEpochSecond(ZoneOffset.UTC);
    }
    return "{\"rows\": %d, \"quantity\": \"%s\", \"price\": \"%s\", \"keys\": %d, \"versions\": %d}"
        .formatted(table.size(), quantity, price, keys, versions);
  }

  private static String key(String[] fields) {
    return fields[0] + "|" + fields[3];
  }

  private static boolean isGood(String line) {
    String[] fields = line.split("\\|", -1);
    return fields.length == WIDTH && fields[4].matches("\\d+") && isDate(fields[10]);
  }

  private static boolean isDate(String text) {
    try {
      return LocalDate.parse(text).toString().equals(text);
    } catch (DateTimeParseException notADate) {
      return false;
    }
  }
}
