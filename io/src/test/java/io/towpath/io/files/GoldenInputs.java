package io.towpath.io.files;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes the inputs of golden folders that no text editor can: {@code java … GoldenInputs
 * pipelines/src/test/resources/golden}. They are checked in, so that what was readable once stays
 * readable.
 */
final class GoldenInputs {
  private static final String HEADER = "order_id,customer,amount,ordered_on,changed_at\n";

  private final Path golden;

  private GoldenInputs(Path golden) {
    this.golden = golden;
  }

  public static void main(String[] args) throws IOException {
    GoldenInputs inputs = new GoldenInputs(Path.of(args[0]));
    inputs.zstd();
    inputs.bzip2();
    inputs.encodings();
  }

  /** Two frames, as appending tools leave them. */
  private void zstd() throws IOException {
    String orders =
        """
        1|'Ada\\'s shop'|12.50|2026-01-05|2026-01-05T09:00:00Z
        2|Grace|NA|2026-01-06|2026-01-06T09:00:00Z
        3|'a|b'|1.00|2026-01-07|2026-01-07T09:00:00Z
        4|Tony|1.00|2026-01-08
        """;
    write("csv_zstd/input/1/orders.csv.zst", Packed.zstd(halves(orders)));
  }

  /** Two streams, as parallel bzip2 tools write them, under a name that tells nothing. */
  private void bzip2() throws IOException {
    String orders =
        """
        1,Ada's shop,12.50,2026-01-05,2026-01-05T09:00:00Z
        2,Grace,,2026-01-06,2026-01-06T09:00:00Z
        3,Tony,"1,00",2026-01-07,2026-01-07T09:00:00Z
        1,Ada,12.00,2026-01-05,2026-01-05T08:00:00Z
        """;
    write("csv_bzip2/input/1/orders-1", Packed.bzip2(halves(HEADER + orders)));
  }

  private static String[] halves(String text) {
    int middle = text.length() / 2;
    return new String[] {text.substring(0, middle), text.substring(middle)};
  }

  /** Windows-1252 with a byte that stands for nothing there, then UTF-16 with its mark. */
  private void encodings() throws IOException {
    String orders =
        """
        1,Ren\u00e9 \u20ac,12.50,2026-01-05,2026-01-05T09:00:00Z
        2,?,1.00,2026-01-06,2026-01-06T09:00:00Z
        3,Zo\u00eb,,2026-01-07,2026-01-07T09:00:00Z
        """;
    byte[] windows = (HEADER + orders).getBytes(Charset.forName("windows-1252"));
    for (int at = 0; at < windows.length; at++) {
      windows[at] = windows[at] == '?' ? (byte) 0x81 : windows[at];
    }
    write("encodings/input/1/orders.csv", windows);
    write(
        "encodings/input/2/corrections.csv",
        ("\ufeff" + HEADER + "2,\u8d75 \ud83d\ude00,1.00,2026-01-06,2026-01-06T09:00:00Z\n")
            .getBytes(StandardCharsets.UTF_16LE));
  }

  private void write(String path, byte[] bytes) throws IOException {
    Path file = golden.resolve(path);
    Files.createDirectories(file.getParent());
    Files.write(file, bytes);
  }
}
