package io.towpath.io.source;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.towpath.config.Layout;
import io.towpath.core.Chunk;
import io.towpath.core.Manifest;
import io.towpath.io.files.RawChunks;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import io.towpath.testing.SourceContract.Landed;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.beam.sdk.io.BoundedSource;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.jspecify.annotations.Nullable;

/** Lands sources as a run does, but for the engine and the ledger. */
public final class SourceHarness {
  private final RawLocation raw;
  private final Layout layout;
  private final Consumer<Manifest> committed;
  private long batch;

  /**
   * A harness with a raw zone in a folder.
   *
   * @param layout of the parts
   * @param committed told each batch
   */
  public SourceHarness(Path folder, Layout layout, Consumer<Manifest> committed) {
    this.raw = new RawLocation(folder.toString(), S3Access.of(PipelineOptionsFactory.create()));
    this.layout = layout;
    this.committed = committed;
  }

  /** Lands what is new. */
  public Landed land(Supplier<? extends Source> open, @Nullable String cursor) {
    return land(open, cursor, 1).get(0);
  }

  /** Lands each split so many times, each under another attempt; the first is committed. */
  public List<Landed> land(Supplier<? extends Source> open, @Nullable String cursor, int attempts) {
    batch++;
    try (Source source = open.get()) {
      SourcePlan plan = source.plan(cursor);
      byte[] travelled = serialized(new ArrayList<>(plan.splits()));
      List<Manifest> manifests = new ArrayList<>();
      for (int attempt = 1; attempt <= attempts; attempt++) {
        List<Manifest.Part> parts = new ArrayList<>();
        for (SplitReader split : splits(travelled)) {
          parts.add(split.land(new PartPlace(raw, "test", batch, "a" + attempt, parts.size())));
        }
        Manifest manifest = manifest("a" + attempt, source.select(parts), plan.slice());
        manifests.add(manifest);
      }
      if (!manifests.get(0).parts().isEmpty()) {
        committed.accept(manifests.get(0));
      }
      return manifests.stream().map(manifest -> landed(manifest, travelled)).toList();
    }
  }

  private Manifest manifest(
      String attempt, List<Manifest.Part> selected, Manifest.@Nullable Slice slice) {
    List<Manifest.Part> parts = new ArrayList<>();
    selected.forEach(part -> parts.add(part.numbered(parts.size())));
    return new Manifest("test", batch, attempt, Instant.EPOCH, parts, slice);
  }

  private Landed landed(Manifest manifest, byte[] travelled) {
    Manifest.Slice slice = manifest.slice();
    return new Landed(
        records(manifest),
        slice == null ? null : slice.cursor(),
        new String(travelled, ISO_8859_1) + manifest);
  }

  private static byte[] serialized(List<? extends SplitReader> splits) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(splits);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  @SuppressWarnings("unchecked")
  private static List<SplitReader> splits(byte[] travelled) {
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(travelled))) {
      return (List<SplitReader>) in.readObject();
    } catch (IOException | ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> records(Manifest manifest) {
    List<String> records = new ArrayList<>();
    RawChunks chunks = RawChunks.of(raw, layout, List.of(manifest));
    try (BoundedSource.BoundedReader<Chunk> reader =
        chunks.createReader(PipelineOptionsFactory.create())) {
      for (boolean more = reader.start(); more; more = reader.advance()) {
        collect(reader.getCurrent(), records);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return records;
  }

  private static void collect(Chunk chunk, List<String> records) throws IOException {
    byte[] head = chunk.head();
    if (head == null || head[0] != '{') {
      new String(chunk.bytes(), UTF_8).lines().forEach(records::add);
      return;
    }
    Schema schema = new Schema.Parser().parse(new String(head, UTF_8));
    GenericDatumReader<GenericRecord> reader = new GenericDatumReader<>(schema);
    BinaryDecoder binary = DecoderFactory.get().binaryDecoder(chunk.bytes(), null);
    for (long position = chunk.from(); position < chunk.to(); position++) {
      records.add(reader.read(null, binary).toString());
    }
  }
}
