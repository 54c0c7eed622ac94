package io.towpath.io.files;

import io.towpath.core.Chunk;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.Violation;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamException;
import org.jspecify.annotations.Nullable;

/**
 * Cuts XML into the elements at a path, each a line of JSON; positions are their ordinals. What is
 * behind a place where the file is not well-formed cannot be read, and is one reject. Document
 * types are not read, so that entities of their own are an error and nothing outside is fetched.
 */
final class XmlFraming implements Framing {
  private static final Violation TOO_LONG =
      new Violation(
          Reason.LIMIT,
          null,
          "an element of more than " + LONGEST_RECORD + " characters",
          "at most " + LONGEST_RECORD + " characters");

  private final InputStream in;
  private final SplitId split;
  private final String path;
  private final int chunk;
  private final JsonLines lines = new JsonLines();
  private @Nullable XmlRecords records;
  private long from;
  private long ordinal;
  private boolean closed;
  private boolean done;
  private @Nullable Violation damage;

  XmlFraming(InputStream in, SplitId split, String path, int chunk) {
    this.in = in;
    this.split = split;
    this.path = path;
    this.chunk = chunk;
  }

  private static XMLInputFactory factory() {
    // The JDK's own, whatever the class path holds.
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  @Override
  public @Nullable Chunk next() throws IOException {
    if (done) {
      return null;
    }
    while (damage == null && !closed && lines.size() < chunk) {
      record();
    }
    boolean found = damage != null && lines.size() == 0;
    ordinal += found ? 1 : 0;
    done = closed && (found || damage == null);
    Chunk next =
        new Chunk(split, from, ordinal, 0, done, null, lines.drain(), found ? damage : null);
    from = ordinal;
    damage = found ? null : damage;
    return next;
  }

  private void record() throws IOException {
    try {
      XmlRecords open = records;
      if (open == null) {
        open = new XmlRecords(factory().createXMLStreamReader(in), path, LONGEST_RECORD);
        records = open;
      }
      switch (open.next()) {
        case RECORD -> {
          lines.add(open.record());
          ordinal++;
        }
        case TOO_LONG -> damage = TOO_LONG;
        case END -> closed = true;
      }
    } catch (XMLStreamException e) {
      if (e.getNestedException() instanceof IOException broken
          && !(broken instanceof CharConversionException)) {
        throw broken;
      }
      closed = true;
      damage =
          new Violation(
              Reason.SYNTAX,
              null,
              "a file that is no XML from line " + e.getLocation().getLineNumber() + " on",
              "well-formed XML without a document type's entities");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
