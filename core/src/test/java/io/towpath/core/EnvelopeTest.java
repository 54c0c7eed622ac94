package io.towpath.core;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.DecoderFactory;
import org.junit.jupiter.api.Test;

/** Envelopes are Avro's to any reader, and give back the payload as it was. */
class EnvelopeTest {
  private static final Instant FETCHED = Instant.parse("2026-01-31T08:00:00.123Z");

  private static byte[] encoded(EnvelopeWriter writer, byte[] payload, int position) {
    ByteBuffer item = writer.item(new ByteSlice(payload, 0, payload.length), position);
    byte[] bytes = new byte[item.remaining()];
    item.get(bytes);
    return bytes;
  }

  @Test
  void isReadByAvro() throws IOException {
    EnvelopeWriter writer = new EnvelopeWriter();
    writer.page("GET https://api.example.com/orders?page=3", 3, FETCHED);

    byte[] bytes = encoded(writer, "{\"id\": 7}".getBytes(UTF_8), 199);

    GenericRecord read =
        new GenericDatumReader<GenericRecord>(Envelope.SCHEMA)
            .read(null, DecoderFactory.get().binaryDecoder(bytes, null));
    assertThat(read.get("payload")).isEqualTo(ByteBuffer.wrap("{\"id\": 7}".getBytes(UTF_8)));
    assertThat(read.get("request")).hasToString("GET https://api.example.com/orders?page=3");
    assertThat(read.get("page")).isEqualTo(3);
    assertThat(read.get("position")).isEqualTo(199);
    assertThat(read.get("fetchedAt")).isEqualTo(FETCHED.toEpochMilli());
  }

  @Property
  void givesBackEachPayload(@ForAll byte[] first, @ForAll byte[] second, @ForAll int position) {
    EnvelopeWriter writer = new EnvelopeWriter();
    writer.page("GET https://api.example.com", Math.abs(position % 1000), FETCHED);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(encoded(writer, first, position));
    bytes.writeBytes(encoded(writer, second, position));

    EnvelopeReader reader = new EnvelopeReader(bytes.toByteArray());

    assertThat(payload(reader)).isEqualTo(first);
    assertThat(payload(reader)).isEqualTo(second);
    assertThat(reader.atEnd()).isTrue();
  }

  private static byte[] payload(EnvelopeReader reader) {
    ByteSlice slice = reader.next();
    byte[] payload = new byte[slice.length()];
    slice.copyTo(payload, 0);
    return payload;
  }

  @Test
  void refusesALengthBeyondTheBytes() {
    EnvelopeReader reader = new EnvelopeReader(new byte[] {100, 1, 2, 3});

    assertThatThrownBy(reader::next).isInstanceOf(IllegalArgumentException.class);
  }
}
