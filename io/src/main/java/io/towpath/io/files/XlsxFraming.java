package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.Chunk;
import io.towpath.core.ExitCode;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.TowpathException;
import io.towpath.core.Violation;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.ReadingOptions;
import org.dhatim.fastexcel.reader.Row;
import org.dhatim.fastexcel.reader.Sheet;
import org.jspecify.annotations.Nullable;

/**
 * Reads a sheet of a workbook as CSV with a header, all cells quoted: lines are rows of the sheet,
 * positions are bytes of that text. A workbook that cannot be read is one reject, and so is what is
 * behind a damaged row. The file is held in memory, its rows are not.
 */
final class XlsxFraming implements Framing {
  private static final int LARGEST = 256 << 20;
  private static final byte[] NOTHING = new byte[0];
  private static final Violation UNREADABLE =
      new Violation(
          Reason.SYNTAX, null, "a workbook that cannot be read", "a workbook of Excel, .xlsx");

  private final InputStream in;
  private final SplitId split;
  private final @Nullable String sheet;
  private final int chunk;
  private final ByteArrayOutputStream lines = new ByteArrayOutputStream();
  private @Nullable ReadableWorkbook workbook;
  private @Nullable Iterator<Row> rows;
  private byte[] head = NOTHING;
  private int columns;
  private long from;
  private long line;
  private boolean broken;
  private boolean done;

  XlsxFraming(InputStream in, SplitId split, @Nullable String sheet, int chunk) {
    this.in = in;
    this.split = split;
    this.sheet = sheet;
    this.chunk = chunk;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    if (done) {
      return null;
    }
    if (rows == null && !broken) {
      open(in.readNBytes(LARGEST + 1));
    }
    long firstLine = line;
    fill();
    if (broken && lines.size() == 0) {
      done = true;
      return new Chunk(split, from, from + 1, line, true, null, NOTHING, UNREADABLE);
    }
    byte[] bytes = lines.toByteArray();
    lines.reset();
    Chunk next = new Chunk(split, from, from + bytes.length, firstLine, done, head, bytes);
    from += bytes.length;
    return next;
  }

  private void open(byte[] bytes) {
    if (bytes.length > LARGEST) {
      throw new TowpathException(
          ExitCode.SOURCE,
          "a workbook of more than " + LARGEST + " bytes; deliver it as CSV or Parquet");
    }
    try {
      refuseBomb(bytes);
      ReadableWorkbook book =
          new ReadableWorkbook(new ByteArrayInputStream(bytes), new ReadingOptions(true, false));
      workbook = book;
      Iterator<Row> all = sheet(book).openStream().iterator();
      while (columns == 0 && all.hasNext()) {
        header(all.next());
      }
      rows = all;
    } catch (TowpathException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      broken = true;
    }
  }

  private static void refuseBomb(byte[] bytes) throws IOException {
    try (ZipFile zip = ZipFile.builder().setByteArray(bytes).get()) {
      for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
        try (InputStream in =
            new LimitedExpansion(zip.getInputStream(entry), bytes.length, "xlsx")) {
          in.transferTo(OutputStream.nullOutputStream());
        }
      }
    }
  }

  private Sheet sheet(ReadableWorkbook book) {
    if (sheet == null) {
      return book.getFirstSheet();
    }
    return book.findSheet(sheet)
        .orElseThrow(
            () ->
                new TowpathException(
                    ExitCode.SOURCE,
                    "a workbook without the sheet "
                        + sheet
                        + "; it has "
                        + String.join(", ", book.getSheets().map(Sheet::getName).toList())
                        + " (source.sheet)"));
  }

  private void header(Row row) {
    List<@Nullable String> cells = cells(row);
    columns = cells.size();
    head = csv(cells);
    line = row.getRowNum() + 1L;
  }

  private void fill() {
    Iterator<Row> open = rows;
    try {
      while (open != null && !broken && open.hasNext() && lines.size() < chunk) {
        row(open.next());
      }
      done = open != null && !broken && !open.hasNext();
    } catch (RuntimeException e) {
      broken = true;
    }
  }

  /** Rows that are not there are blank lines, so that lines are rows. */
  private void row(Row row) {
    List<@Nullable String> cells = cells(row);
    for (; line < row.getRowNum(); line++) {
      lines.write('\n');
    }
    boolean blank = cells.isEmpty();
    while (cells.size() < columns) {
      cells.add(null);
    }
    lines.writeBytes(blank ? NOTHING : csv(cells));
    lines.write('\n');
    line++;
  }

  /** The texts up to the last cell that has one. */
  private static List<@Nullable String> cells(Row row) {
    List<@Nullable String> cells = new ArrayList<>();
    for (int i = 0; i < row.getCellCount(); i++) {
      cells.add(XlsxCells.text(row.getCell(i)));
    }
    while (!cells.isEmpty() && cells.get(cells.size() - 1) == null) {
      cells.remove(cells.size() - 1);
    }
    return cells;
  }

  private static byte[] csv(List<@Nullable String> cells) {
    List<String> quoted =
        cells.stream()
            .map(cell -> Objects.toString(cell, "").replace("\"", "\"\""))
            .map(cell -> cell.isEmpty() ? cell : '"' + cell + '"')
            .toList();
    return String.join(",", quoted).getBytes(UTF_8);
  }

  @Override
  public void close() throws IOException {
    if (workbook != null) {
      workbook.close();
    }
    in.close();
  }
}
