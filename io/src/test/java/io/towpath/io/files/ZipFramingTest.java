package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;

final class ZipFramingTest {
  private static final int CHUNK = 8;

  private static byte[] zip(boolean stored, String... namesAndTexts) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (int i = 0; i < namesAndTexts.length; i += 2) {
        byte[] text = namesAndTexts[i + 1].getBytes(UTF_8);
        ZipEntry entry = new ZipEntry(namesAndTexts[i]);
        if (stored) {
          CRC32 crc = new CRC32();
          crc.update(text);
          entry.setMethod(ZipEntry.STORED);
          entry.setSize(text.length);
          entry.setCrc(crc.getValue());
        }
        zip.putNextEntry(entry);
        zip.write(text);
      }
      zip.setComment("a comment behind the directory");
    }
    return bytes.toByteArray();
  }

  private static List<Chunk> chunks(byte[] zip) throws IOException {
    List<Chunk> chunks = new ArrayList<>();
    SplitId split = new SplitId(1, 0, 0);
    try (ZipFraming framing =
        new ZipFraming(
            new ZipEntries(new ByteArrayInputStream(zip)),
            text ->
                new TextFraming(
                    text,
                    split,
                    TextHead.read(text, Sources.csv().build(), "a.zip"),
                    Sources.csv().build(),
                    CHUNK))) {
      for (Chunk next = framing.next(); next != null; next = framing.next()) {
        chunks.add(next);
      }
    }
    return chunks;
  }

  @Test
  void readsEachFileWithItsHeader() throws IOException {
    byte[] zip =
        zip(
            false,
            "folder/",
            "",
            "folder/a.csv",
            "id,n\n1,a\n2,b\n3,c\n",
            "__MACOSX/folder/a.csv",
            "noise",
            ".hidden",
            "noise",
            "b.csv",
            "n,id\nd,4\n",
            "empty.csv",
            "");

    List<Chunk> chunks = chunks(zip);

    assertThat(chunks.stream().map(chunk -> new String(chunk.bytes(), UTF_8)))
        .containsSubsequence("1,a\n2,b\n3,c\n", "d,4\n");
    assertThat(chunks.stream().filter(Chunk::last)).containsExactly(chunks.get(chunks.size() - 1));
    long position = chunks.get(0).from();
    for (Chunk chunk : chunks) {
      assertThat(chunk.from()).isEqualTo(position);
      position = chunk.to();
    }
    Chunk other =
        chunks.stream()
            .filter(chunk -> new String(chunk.bytes(), UTF_8).startsWith("d"))
            .findFirst()
            .orElseThrow();
    assertThat(other.head()).asString(UTF_8).isEqualTo("n,id");
    assertThat(other.firstLine()).isEqualTo(2);
  }

  @Test
  void readsWhatIsOnlyStored() throws IOException {
    assertThat(chunks(zip(true, "a.csv", "id\n1\n", "b.csv", "id\n2\n")))
        .extracting(chunk -> new String(chunk.bytes(), UTF_8))
        .contains("1\n", "2\n");
  }

  @Test
  void readsAllFilesAsOne() throws IOException {
    try (InputStream all =
        new ZipEntries(new ByteArrayInputStream(zip(false, "a", "1\n", "e", "", "b", "2\n")))) {
      assertThat(new String(all.readAllBytes(), UTF_8)).isEqualTo("1\n2\n");
    }
  }

  @Test
  void refusesWhatIsNoWholeArchive() throws IOException {
    byte[] whole = zip(false, "a.csv", "id\n1\n", "b.csv", "id\n2\n");

    for (int length = 1; length < whole.length - 31; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> new ZipEntries(new ByteArrayInputStream(cut)).readAllBytes())
          .as("%d of %d bytes", length, whole.length)
          .isInstanceOf(IOException.class);
    }
    byte[] text = "id,n\n1,a\n".getBytes(UTF_8);
    assertThatThrownBy(() -> new ZipEntries(new ByteArrayInputStream(text)).readAllBytes())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("no zip archive");
  }

  @Test
  void refusesAnArchiveWithoutOneOfItsFiles() throws IOException {
    byte[] one = zip(false, "a.csv", "id\n1\n");
    byte[] two = zip(false, "a.csv", "id\n1\n", "b.csv", "id\n2\n");
    byte[] mixed = one.clone();
    mixed[one.length - 30 - 22 + 10] = two[two.length - 30 - 22 + 10];

    assertThatThrownBy(() -> new ZipEntries(new ByteArrayInputStream(mixed)).readAllBytes())
        .hasMessageContaining("an archive of 2 entries that holds 1");
  }
}
