package io.towpath.io.files;

import io.towpath.core.Chunk;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.Violation;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a JSON array into its elements, one line each; positions are their ordinals. An element that
 * is no JSON, too deep or no UTF-8 costs itself. What makes no sense between elements, such as the
 * end of a file that was cut short, is one reject of its own.
 */
final class JsonArrayFraming implements Framing {
  private static final int MARK = 0xEF;
  private static final Violation TOO_LONG =
      new Violation(
          Reason.LIMIT,
          null,
          "an element of more than " + LONGEST_RECORD + " bytes",
          "at most " + LONGEST_RECORD + " bytes");

  private final ByteInput in;
  private final SplitId split;
  private final int chunk;
  private final JsonElement lines = new JsonElement();
  private long from;
  private long ordinal;
  private boolean begun;
  private boolean closed;
  private boolean done;
  private JsonElement.@Nullable End before;
  private @Nullable Violation damage;

  JsonArrayFraming(InputStream in, SplitId split, int chunk) {
    this.in = new ByteInput(in);
    this.split = split;
    this.chunk = chunk;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    if (done) {
      return null;
    }
    if (!begun) {
      begin();
    }
    while (damage == null && !closed && lines.length() < chunk) {
      element();
    }
    boolean found = damage != null && lines.length() == 0;
    ordinal += found ? 1 : 0;
    done = closed && (found || damage == null);
    Chunk next =
        new Chunk(split, from, ordinal, 0, done, null, lines.drain(), found ? damage : null);
    from = ordinal;
    damage = found ? null : damage;
    return next;
  }

  private void begin() throws IOException {
    begun = true;
    int first = in.readPastBlanks();
    if (first == MARK) {
      in.read();
      in.read();
      first = in.readPastBlanks();
    }
    closed = first != '[';
    if (closed && first >= 0) {
      damage = broken("a file that does not begin with [");
    }
  }

  private void element() throws IOException {
    int first = in.readPastBlanks();
    if (first < 0) {
      close("a file that ends within the array");
    } else if (first == ']') {
      if (before == JsonElement.End.COMMA) {
        damage = broken("a comma without an element after it");
      }
      end();
    } else if (first == ',') {
      damage = broken("a comma without an element before it");
    } else {
      element(first);
    }
  }

  private void element(int first) throws IOException {
    before = lines.take(first, in);
    if (before == JsonElement.End.FILE) {
      close("a file that ends within an element");
      return;
    }
    if (lines.tooLong()) {
      lines.drop();
      damage = TOO_LONG;
    } else {
      lines.keep();
      ordinal++;
    }
    if (before == JsonElement.End.BRACKET) {
      end();
    }
  }

  private void end() throws IOException {
    closed = true;
    if (damage == null && in.readPastBlanks() >= 0) {
      damage = broken("text after the array");
    }
  }

  private void close(String found) {
    closed = true;
    damage = broken(found);
  }

  private static Violation broken(String found) {
    return new Violation(Reason.SYNTAX, null, found, "one JSON array of objects");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
