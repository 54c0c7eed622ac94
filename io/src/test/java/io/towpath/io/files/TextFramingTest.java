package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.core.SplitId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** However a file is cut into splits and chunks, the same records stand at the same places. */
final class TextFramingTest {
  private static final String HEADER = "h,i\n";

  /** Fields, quotes opened and never closed, doubled ones, every kind of line break. */
  @Provide
  Arbitrary<String> texts() {
    return Arbitraries.of(
            "a", ",", "\"", "\"\"", "\n", "\r\n", "\r", "\u00fc", ",\"x\ny\",", "\n1,2\n")
        .list()
        .ofMaxSize(40)
        .map(pieces -> HEADER + String.join("", pieces));
  }

  @Property(tries = 3000)
  void findsTheSameRecordsInChunksOfEverySize(
      @ForAll("texts") String text,
      @ForAll boolean multiline,
      @ForAll @IntRange(min = 1, max = 50) int chunk,
      @ForAll @IntRange(min = 1, max = 60) int target,
      @ForAll @IntRange(min = 1, max = 30) int buffer)
      throws IOException {
    Layout files = multiline ? Sources.csv().multiline().build() : Sources.csv().build();
    byte[] bytes = text.getBytes(UTF_8);
    byte[] body = Arrays.copyOfRange(bytes, HEADER.length(), bytes.length);
    List<String> once = records(files, body, HEADER.length(), 2);

    List<String> cut = new ArrayList<>();
    for (Manifest.Split split : splits(files, bytes, target, buffer)) {
      cut.addAll(read(files, bytes, split, chunk));
    }

    assertThat(cut).isEqualTo(once);
  }

  /** The chunks of a split, taken apart; they follow each other without gaps. */
  private static List<String> read(Layout files, byte[] bytes, Manifest.Split split, int chunk)
      throws IOException {
    TextHead head = TextHead.read(new ByteArrayInputStream(bytes), files, "x");
    TextHead start =
        split.from() > 0
            ? head.at(split.from(), split.firstLine())
            : head.at(head.position(), head.line());
    byte[] content =
        Arrays.copyOfRange(
            bytes, (int) start.position(), (int) Math.max(start.position(), split.to()));
    List<String> records = new ArrayList<>();
    long position = start.position();
    boolean last = false;
    try (TextFraming framing =
        new TextFraming(
            new ByteArrayInputStream(content), new SplitId(1, 0, 0), start, files, chunk)) {
      for (Chunk next = framing.next(); next != null; next = framing.next()) {
        assertThat(next.from()).isEqualTo(position);
        assertThat(next.to() - next.from()).isEqualTo(next.bytes().length);
        records.addAll(records(files, next.bytes(), next.from(), next.firstLine()));
        position = next.to();
        last = next.last();
      }
    }
    assertThat(last).isTrue();
    assertThat(position).isEqualTo(Math.max(start.position(), split.to()));
    return records;
  }

  private static List<Manifest.Split> splits(Layout files, byte[] bytes, int target, int buffer) {
    SplitScan scan = new SplitScan(files, target);
    for (int at = 0; at < bytes.length; at += buffer) {
      byte[] piece = Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + buffer));
      scan.scan(piece, piece.length);
    }
    List<Manifest.Split> splits = scan.finish();
    assertThat(splits.get(splits.size() - 1).to()).isEqualTo(bytes.length);
    return splits;
  }

  /** Position, line and text of each record, by one pass over the bytes. */
  private static List<String> records(Layout files, byte[] bytes, long position, long line) {
    RecordEnds ends = new RecordEnds(files);
    List<String> records = new ArrayList<>();
    long breaks = line;
    for (int at = 0; at < bytes.length; ) {
      int end = ends.end(bytes, at, bytes.length, true);
      String record = new String(bytes, at, end - at, UTF_8);
      records.add((position + at) + ":" + breaks + ":" + record);
      breaks += ByteScan.count(bytes, at, end, (byte) '\n');
      at = end;
    }
    return records;
  }
}
