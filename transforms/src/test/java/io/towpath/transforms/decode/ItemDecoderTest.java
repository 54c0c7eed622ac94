package io.towpath.transforms.decode;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.contract.ColumnType.Kind;
import io.towpath.core.ByteSlice;
import io.towpath.core.Chunk;
import io.towpath.core.EnvelopeWriter;
import io.towpath.core.Origin;
import io.towpath.core.SplitId;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ItemDecoderTest {
  private static final Feeds FEED =
      Feeds.aFeed().format(Feed.Format.ITEMS).column("id", Kind.INTEGER).column("name", Kind.TEXT);

  private static Chunk chunk(long from, byte[]... payloads) {
    EnvelopeWriter writer = new EnvelopeWriter();
    writer.page("GET https://api.example.com/orders", 1, Instant.EPOCH);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (int i = 0; i < payloads.length; i++) {
      ByteBuffer item = writer.item(new ByteSlice(payloads[i], 0, payloads[i].length), i);
      byte[] encoded = new byte[item.remaining()];
      item.get(encoded);
      bytes.writeBytes(encoded);
    }
    return new Chunk(
        new SplitId(4, 2, 0), from, from + payloads.length, 0, true, null, bytes.toByteArray());
  }

  private static byte[] item(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void decodesPayloadsWithLineBreaksBetweenTokens() {
    Decoded decoded =
        Decoded.chunk(FEED, chunk(10, item("{\n \"id\": 1,\r\n \"name\": \"a\"\n}"), item("{}")));

    assertThat(decoded.count).isEqualTo(2);
    assertThat(decoded.rows()).containsExactly(List.of(1, "a"), Arrays.asList(null, null));
    assertThat(decoded.origins).extracting(Origin::position).containsExactly(10L, 11L);
    assertThat(decoded.origins).extracting(Origin::part).containsOnly(2);
  }

  @Test
  void rejectsWhatIsNoObjectAndGoesOn() {
    Decoded decoded =
        Decoded.chunk(FEED, chunk(0, item("7"), item("{\"id\": \"x\"}"), item("{\"id\": 3}")));

    assertThat(decoded.count).isEqualTo(3);
    assertThat(decoded.reasons()).containsExactly("syntax", "type");
    assertThat(decoded.rejects.get(0).found())
        .isEqualTo("a text that does not begin with an object");
    assertThat(decoded.rejectOrigins).extracting(Origin::position).containsExactly(0L, 1L);
    assertThat(decoded.records).hasSize(1);
  }

  @Test
  void f40_rejectsBytesThatAreNoText() {
    byte[] broken = item("{\"name\": \"?\"}");
    broken[10] = (byte) 0xFF;

    assertThat(Decoded.chunk(FEED, chunk(0, broken)).reasons()).containsExactly("encoding");
  }

  @Test
  void rejectsEachPositionBehindBytesThatAreNoEnvelope() {
    Chunk whole = chunk(5, item("{}"), item("{}"), item("{}"));
    byte[] cut = Arrays.copyOf(whole.bytes(), whole.bytes().length - 60);

    Decoded decoded = Decoded.chunk(FEED, new Chunk(whole.split(), 5, 8, 0, true, null, cut));

    assertThat(decoded.count).isEqualTo(3);
    assertThat(decoded.records).hasSize(1);
    assertThat(decoded.rejectOrigins).extracting(Origin::position).containsExactly(6L, 7L);
  }
}
