package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Layout;
import java.util.ArrayList;
import java.util.List;

/** Reads the names in the header of delimited text; blanks around them are dropped. */
public final class HeaderNames {
  private HeaderNames() {}

  /** The names, in the order of the columns. */
  public static List<String> of(byte[] head, Layout layout) {
    CsvSplitter splitter = new CsvSplitter(layout.dialect(), layout.multiline());
    splitter.split(head, 0, head.length);
    return of(head, splitter);
  }

  /** The names of a header that was split. */
  static List<String> of(byte[] head, LineSplitter splitter) {
    List<String> names = new ArrayList<>(splitter.count());
    for (int i = 0; i < splitter.count(); i++) {
      byte[] name = new byte[splitter.end(i) - splitter.start(i)];
      int length = name.length;
      if (splitter.form(i) == LineSplitter.ESCAPED) {
        length = splitter.unescape(head, i, name);
      } else {
        System.arraycopy(head, splitter.start(i), name, 0, length);
      }
      names.add(new String(name, 0, length, UTF_8).strip());
    }
    return names;
  }
}
