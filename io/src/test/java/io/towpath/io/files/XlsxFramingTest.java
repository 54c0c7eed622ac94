package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import io.towpath.core.TowpathException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.dhatim.fastexcel.Workbook;
import org.dhatim.fastexcel.Worksheet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

final class XlsxFramingTest {

  private static byte[] workbook(Consumer<Worksheet> first) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (Workbook book = new Workbook(out, "test", "1.0")) {
      first.accept(book.newWorksheet("First"));
      book.newWorksheet("Second").value(0, 0, "other");
    }
    return out.toByteArray();
  }

  /** The header, then each chunk's first line and text. */
  private static List<String> read(byte[] xlsx, @Nullable String sheet, int chunk)
      throws IOException {
    List<String> found = new ArrayList<>();
    long position = 0;
    Chunk last = null;
    try (XlsxFraming framing =
        new XlsxFraming(new ByteArrayInputStream(xlsx), new SplitId(1, 0, 0), sheet, chunk)) {
      for (Chunk next = framing.next(); next != null; next = framing.next()) {
        assertThat(next.from()).isEqualTo(position);
        if (next.head() != null && found.isEmpty()) {
          found.add(new String(next.head(), UTF_8));
        }
        found.add(
            next.damage() == null
                ? next.firstLine() + ": " + new String(next.bytes(), UTF_8)
                : "!" + next.damage().found());
        position = next.to();
        last = next;
      }
    }
    assertThat(last).isNotNull().matches(Chunk::last);
    return found;
  }

  private static void cells(Worksheet sheet) {
    sheet.value(1, 0, "id");
    sheet.value(1, 1, "say \"hi\"");
    sheet.value(1, 2, "when");
    sheet.value(2, 0, 1);
    sheet.value(2, 1, "a\"b");
    sheet.value(2, 2, LocalDate.of(2026, 1, 31));
    sheet.style(2, 2).format("yyyy-mm-dd").set();
    sheet.value(4, 0, 0.1 + 0.2);
    sheet.value(4, 1, true);
    sheet.value(4, 2, LocalDateTime.of(2026, 1, 31, 8, 30, 15));
    sheet.style(4, 2).format("dd/mm/yyyy hh:mm:ss").set();
    sheet.value(5, 0, 12_345_678_901_234L);
    sheet.value(5, 2, 0.75);
    sheet.style(5, 2).format("[h]:mm").set();
    sheet.value(6, 0, 1e21);
    sheet.style(6, 0).format("\\d\\a\\y 0.00 [Red]").set();
    sheet.value(6, 2, LocalDateTime.of(2026, 1, 31, 0, 0));
    sheet.style(6, 2).format("d/m/yy h:mm").set();
  }

  @Test
  void readsCellsAsText() throws IOException {
    assertThat(read(workbook(XlsxFramingTest::cells), null, Framing.CHUNK))
        .containsExactly(
            "\"id\",\"say \"\"hi\"\"\",\"when\"",
            """
            3: "1","a""b","2026-01-31"

            "0.3","true","2026-01-31T08:30:15"
            "12345678901234",,"18:00"
            "1000000000000000000000",,"2026-01-31T00:00"
            """);
  }

  @Test
  void keepsLinesAndPlacesInChunksOfAnySize() throws IOException {
    assertThat(read(workbook(XlsxFramingTest::cells), "First", 1))
        .containsExactly(
            "\"id\",\"say \"\"hi\"\"\",\"when\"",
            "3: \"1\",\"a\"\"b\",\"2026-01-31\"\n",
            "4: \n\"0.3\",\"true\",\"2026-01-31T08:30:15\"\n",
            "6: \"12345678901234\",,\"18:00\"\n",
            "7: \"1000000000000000000000\",,\"2026-01-31T00:00\"\n");
  }

  @Test
  void takesTheSheetOfItsName() throws IOException {
    byte[] xlsx = workbook(XlsxFramingTest::cells);

    assertThat(read(xlsx, "Second", Framing.CHUNK)).containsExactly("\"other\"", "2: ");
    assertThatThrownBy(() -> read(xlsx, "Third", Framing.CHUNK))
        .isInstanceOf(TowpathException.class)
        .hasMessage("a workbook without the sheet Third; it has First, Second (source.sheet)");
  }

  @Test
  void rejectsWhatIsNoWorkbook() throws IOException {
    byte[] whole = workbook(XlsxFramingTest::cells);

    assertThat(read("id,text\n".getBytes(UTF_8), null, 1))
        .containsExactly("!a workbook that cannot be read");
    assertThat(read(new byte[0], null, 1)).containsExactly("!a workbook that cannot be read");
    assertThat(read(Arrays.copyOf(whole, whole.length / 2), null, 1))
        .containsExactly("!a workbook that cannot be read");
  }

  @Test
  @DisplayName("F45 a workbook that unpacks to far more than it holds")
  void f45_stopsABomb() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(out)) {
      zip.putNextEntry(new ZipEntry("xl/sharedStrings.xml"));
      byte[] zeros = new byte[1 << 20];
      for (long written = 0; written <= LimitedExpansion.ALWAYS; written += zeros.length) {
        zip.write(zeros);
      }
    }

    assertThatThrownBy(() -> read(out.toByteArray(), null, 1))
        .isInstanceOf(TowpathException.class)
        .hasMessageContaining("is it a decompression bomb?");
  }
}
