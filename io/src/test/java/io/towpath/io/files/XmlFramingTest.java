package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.Chunk;
import io.towpath.core.SplitId;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** XML in chunks of several sizes: elements and damage in their order. */
final class XmlFramingTest {

  private static List<String> records(byte[] xml, int chunk) throws IOException {
    List<String> found = new ArrayList<>();
    long position = 0;
    Chunk last = null;
    try (XmlFraming framing =
        new XmlFraming(
            new ByteArrayInputStream(xml), new SplitId(1, 0, 0), "/orders/order", chunk)) {
      for (Chunk next = framing.next(); next != null; next = framing.next()) {
        assertThat(next.from()).isEqualTo(position);
        List<String> each =
            next.damage() != null
                ? List.of("!" + next.damage().found())
                : new String(next.bytes(), UTF_8).lines().toList();
        assertThat(next.to() - next.from()).isEqualTo(each.size());
        found.addAll(each);
        position = next.to();
        last = next;
      }
    }
    assertThat(last).isNotNull().matches(Chunk::last);
    return found;
  }

  private static List<String> records(byte[] xml) throws IOException {
    List<String> once = records(xml, Framing.CHUNK);
    for (int chunk : List.of(1, 7, 40)) {
      assertThat(records(xml, chunk)).as("chunks of %d", chunk).isEqualTo(once);
    }
    return once;
  }

  private static List<String> records(String xml) throws IOException {
    return records(xml.getBytes(UTF_8));
  }

  @Test
  void takesTheElementsAtThePathAndNoOthers() throws IOException {
    assertThat(
            records(
                "<?xml version=\"1.0\"?><orders><order><id>1</id></order><other><order><id>2</id></order>"
                    + "</other><!-- none --><order><order><id>3</id></order></order></orders>"))
        .containsExactly("{\"id\":\"1\"}", "{\"order\":{\"id\":\"3\"}}");
    assertThat(records("<shop><orders><order/></orders></shop>")).isEmpty();
    assertThat(records("<orders/>")).isEmpty();
  }

  @Test
  void makesMembersOfAttributesAndChildren() throws IOException {
    assertThat(
            records(
                "<o:orders xmlns:o='urn:o' xmlns:xsi='http://www.w3.org/2001/XMLSchema-instance'>"
                    + "<o:order id=\"1\" xsi:type='x'>\n <name> Ada &amp; <![CDATA[<b>]]></name>\n"
                    + " <gone xsi:nil='true'/> <none/> <line no='1'>a</line><line no='2'>b</line>"
                    + "<tag>x</tag><tag>y</tag></o:order></o:orders>"))
        .containsExactly(
            "{\"id\":\"1\",\"name\":\" Ada & <b>\",\"gone\":null,\"none\":\"\","
                + "\"line\":[{\"no\":\"1\",\"#text\":\"a\"},{\"no\":\"2\",\"#text\":\"b\"}],"
                + "\"tag\":[\"x\",\"y\"]}");
    assertThat(records("<orders><order>text</order><order/></orders>"))
        .containsExactly("{\"#text\":\"text\"}", "{\"#text\":\"\"}");
  }

  @Test
  @DisplayName("F40 encodings of XML")
  void f40_readsTheEncodingThatTheFileNames() throws IOException {
    String latin = "<?xml version='1.0' encoding='ISO-8859-1'?><orders><order a='é'/></orders>";

    assertThat(records(latin.getBytes(ISO_8859_1))).containsExactly("{\"a\":\"é\"}");
    assertThat(records("<orders><order a='赵'/></orders>".getBytes(UTF_16)))
        .containsExactly("{\"a\":\"赵\"}");
    assertThat(records("\ufeff<orders><order a='赵'/></orders>")).containsExactly("{\"a\":\"赵\"}");
  }

  @Test
  @DisplayName("F40 XML that is not well-formed")
  void f40_readsAllWholeRecordsBeforeTheDamage() throws IOException {
    assertThat(records("<orders>\n<order a='1'/>\n<order a='2'>\n<order a='3'"))
        .containsExactly("{\"a\":\"1\"}", "!a file that is no XML from line 4 on");
    assertThat(records("<orders><order a='1'/></orders><orders/>")).hasSize(2);
    assertThat(records("")).containsExactly("!a file that is no XML from line 1 on");
    assertThat(records("<orders><order a='1'/><order a='\u0001'/></orders>")).hasSize(2);
    byte[] invalid = "<orders><order a='1'/><order a='?'/></orders>".getBytes(UTF_8);
    invalid["<orders><order a='1'/><order a='".length()] = (byte) 0xFF;
    assertThat(records(invalid).get(records(invalid).size() - 1)).startsWith("!a file that is no");
  }

  @Test
  @DisplayName("F63 XML entities")
  void f63_readsNoEntities() throws IOException {
    assertThat(
            records(
                "<!DOCTYPE orders [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>"
                    + "<orders><order a='1'/><order><b>&x;</b></order></orders>"))
        .containsExactly("{\"a\":\"1\"}", "!a file that is no XML from line 1 on");
    StringBuilder laughs = new StringBuilder("<!DOCTYPE orders [<!ENTITY a0 'ha'>");
    for (int i = 1; i < 30; i++) {
      laughs.append("<!ENTITY a%d '&a%d;&a%d;'>".formatted(i, i - 1, i - 1));
    }
    assertThat(records(laughs + "]><orders><order>&a29;</order></orders>"))
        .containsExactly("!a file that is no XML from line 1 on");
  }

  @Test
  @DisplayName("F41 elements that are too deep or too long")
  void f41_costsWhatIsTooDeepOrTooLong() throws IOException {
    String deep = "<a>".repeat(200) + "</a>".repeat(200);
    assertThat(records("<orders><order a='1'/><order>" + deep + "</order></orders>"))
        .containsExactly("{\"a\":\"1\"}", "!a file that is no XML from line 1 on");

    byte[] start = "<orders><order><t>".getBytes(UTF_8);
    byte[] end = "</t></order><order><t>b</t></order></orders>".getBytes(UTF_8);
    int letters = Framing.LONGEST_RECORD + 1;
    byte[] xml = Arrays.copyOf(start, start.length + letters + end.length);
    Arrays.fill(xml, start.length, start.length + letters, (byte) 'a');
    System.arraycopy(end, 0, xml, start.length + letters, end.length);
    List<String> found = new ArrayList<>();
    try (XmlFraming framing =
        new XmlFraming(
            new ByteArrayInputStream(xml), new SplitId(1, 0, 0), "/orders/order", Framing.CHUNK)) {
      for (Chunk next = framing.next(); next != null; next = framing.next()) {
        found.add(next.damage() == null ? new String(next.bytes(), UTF_8) : "!");
      }
    }
    assertThat(found).containsExactly("!", "{\"t\":\"b\"}\n");
  }

  @Test
  void tellsAStoreThatFailsFromAFileThatIsDamaged() throws IOException {
    InputStream failing = InputStream.nullInputStream();
    failing.close();
    XmlFraming framing = new XmlFraming(failing, new SplitId(1, 0, 0), "/a", 1);

    assertThatThrownBy(framing::next).isInstanceOf(IOException.class).hasMessage("Stream closed");
  }
}
