package io.towpath.io.rest;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.core.ByteSlice;
import java.io.EOFException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** The items of an answer, or its one item, as they were sent, and the values that lead further. */
final class Page {
  /** What messages may repeat. */
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_.-]{1,40}");

  private final Answer answer;
  private final List<Pointer> wanted;
  private final boolean isList;
  private final JsonScan scan;
  private final Map<String, String> values = new HashMap<>();
  private final Set<String> keys = new LinkedHashSet<>();
  private int[] bounds = new int[64];
  private int items = -1;

  /** A place that is looked for. */
  private record Pointer(String text, List<String> path) {
    static Pointer of(String text) {
      List<String> path =
          text.isEmpty()
              ? List.of()
              : Arrays.stream(text.substring(1).split("/", -1))
                  .map(token -> token.replace("~1", "/").replace("~0", "~"))
                  .toList();
      return new Pointer(text, path);
    }
  }

  private Page(Answer answer, boolean isList, String records, List<String> others) {
    this.answer = answer;
    this.isList = isList;
    this.wanted = new ArrayList<>();
    wanted.add(Pointer.of(records));
    others.forEach(pointer -> wanted.add(Pointer.of(pointer)));
    scan = new JsonScan(answer.body(), answer.length());
  }

  /** What an answer holds is not what the feed says. */
  static final class Unexpected extends Exception {
    private static final long serialVersionUID = 1L;

    Unexpected(String message) {
      super(message);
    }
  }

  /**
   * Reads an answer.
   *
   * @param records where the array of items is
   * @param others where single values are
   * @throws EOFException if it was cut short
   */
  static Page of(Answer answer, String records, List<String> others)
      throws EOFException, Unexpected {
    Page page = new Page(answer, true, records, others);
    if (answer.length() == 0 && answer.status() == 204) {
      page.items = 0;
      return page;
    }
    page.readAll();
    if (page.items < 0) {
      throw new Unexpected(
          "no array at "
              + (records.isEmpty() ? "the top" : records)
              + ", but "
              + page.found()
              + "; expected source.rest.records to point to the array of items");
    }
    return page;
  }

  /**
   * Reads an answer that holds one value, not necessarily an item.
   *
   * @param record where it is
   * @throws EOFException if it was cut short
   */
  static Page single(Answer answer, String record) throws EOFException, Unexpected {
    Page page = new Page(answer, false, record, List.of());
    page.readAll();
    if (page.items < 0) {
      throw new Unexpected("nothing at " + record + ", but " + page.found());
    }
    return page;
  }

  /** No item and no value. */
  static Page empty(Answer answer) {
    Page page = new Page(answer, true, "", List.of());
    page.items = 0;
    return page;
  }

  private void readAll() throws EOFException, Unexpected {
    try {
      read();
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      throw new Unexpected(e.getMessage() + "; expected JSON" + type());
    }
  }

  private void read() throws IOException {
    byte first = scan.peek();
    if (first == (byte) 0xEF) {
      throw new IOException("a byte order mark");
    }
    if (first != '{' && first != '[') {
      throw new IOException("an answer that begins neither with { nor with [");
    }
    value(wanted, 0);
    if (!scan.atEnd()) {
      throw new IOException("more than one JSON text");
    }
  }

  private void value(List<Pointer> active, int depth) throws IOException {
    for (Pointer pointer : active) {
      if (pointer.path().size() == depth) {
        hit(pointer);
        return;
      }
    }
    byte first = scan.peek();
    if (active.isEmpty() || (first != '{' && first != '[')) {
      scan.skip();
    } else if (first == '{') {
      object(active, depth);
    } else {
      array(active, depth);
    }
  }

  private void object(List<Pointer> active, int depth) throws IOException {
    scan.expect('{');
    if (scan.take('}')) {
      return;
    }
    do {
      String key = scan.text();
      if (depth == 0 && KEY.matcher(key).matches()) {
        keys.add(key);
      }
      scan.expect(':');
      value(below(active, key, depth), depth + 1);
    } while (scan.take(','));
    scan.expect('}');
  }

  private void array(List<Pointer> active, int depth) throws IOException {
    scan.expect('[');
    if (scan.take(']')) {
      return;
    }
    int index = 0;
    do {
      value(below(active, Integer.toString(index++), depth), depth + 1);
    } while (scan.take(','));
    scan.expect(']');
  }

  private static List<Pointer> below(List<Pointer> active, String key, int depth) {
    return active.stream().filter(pointer -> pointer.path().get(depth).equals(key)).toList();
  }

  private void hit(Pointer pointer) throws IOException {
    byte first = scan.peek();
    if (pointer.equals(wanted.get(0))) {
      if (!isList && items < 0) {
        items = 0;
        item();
      } else if (first == '[' && items < 0) {
        items();
      } else {
        scan.skip();
      }
      return;
    }
    int from = scan.at();
    if (first == '"') {
      values.put(pointer.text(), scan.text());
      return;
    }
    scan.skip();
    String text = new String(answer.body(), from, scan.at() - from, UTF_8);
    if (!text.equals("null")) {
      values.put(pointer.text(), text);
    }
  }

  private void items() throws IOException {
    scan.expect('[');
    items = 0;
    if (scan.take(']')) {
      return;
    }
    do {
      item();
    } while (scan.take(','));
    scan.expect(']');
  }

  private void item() throws IOException {
    scan.peek();
    int from = scan.at();
    scan.skip();
    if (2 * items + 2 > bounds.length) {
      bounds = Arrays.copyOf(bounds, 2 * bounds.length);
    }
    bounds[2 * items] = from;
    bounds[2 * items + 1] = scan.at();
    items++;
  }

  private String found() {
    if (keys.isEmpty()) {
      return "an answer without it";
    }
    List<String> first = keys.stream().limit(5).toList();
    return "the keys " + String.join(", ", first) + (keys.size() > first.size() ? ", …" : "");
  }

  private String type() {
    String type = answer.header("Content-Type");
    return type == null ? "" : " (its Content-Type is " + type.split(";", 2)[0] + ")";
  }

  Answer answer() {
    return answer;
  }

  /** How many items it has. */
  int size() {
    return items;
  }

  /** The bytes of an item. */
  ByteSlice item(int index) {
    int from = bounds[2 * index];
    return new ByteSlice(answer.body(), from, bounds[2 * index + 1] - from);
  }

  /** The single value at a place, as text; null if it is absent or null. */
  @Nullable String value(String pointer) {
    return values.get(pointer);
  }

  /** What tells its items from those of other pages, 0 for none. */
  long fingerprint() {
    if (items == 0) {
      return 0;
    }
    CRC32 one = new CRC32();
    CRC32C other = new CRC32C();
    int length = bounds[2 * items - 1] - bounds[0];
    one.update(answer.body(), bounds[0], length);
    other.update(answer.body(), bounds[0], length);
    return (one.getValue() << 32) ^ other.getValue();
  }
}
