package io.towpath.bench.decode;

import io.towpath.core.Chunk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.Blackhole;

/**
 * Decodes chunks of the dirty lineitem file, enforces its contract, screens by its rules and
 * encodes rows and rejects into the blocks of their buckets, on one thread. The result is the
 * counter {@code records}: records per second.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class DecodeToCopyBenchmark {
  private @Nullable HotPath path;
  private List<Chunk> chunks = List.of();
  private int next;

  /** Counts what went through. */
  @AuxCounters(AuxCounters.Type.OPERATIONS)
  @State(Scope.Thread)
  public static class Counted {
    public long records;
  }

  /** Generates the chunks and binds the contract. */
  @Setup
  public void prepare() throws IOException {
    Path folder = Files.createTempDirectory("towpath-bench");
    LineitemProject project = LineitemProject.write(folder);
    path = HotPath.of(project.feed());
    chunks = project.chunks();
    project.delete();
  }

  /** One chunk of about a mebibyte. */
  @Benchmark
  public void chunk(Counted counted, Blackhole blackhole) {
    HotPath bound = Objects.requireNonNull(path);
    counted.records += bound.run(chunks.get(next));
    blackhole.consume(bound.blockBytes());
    next = (next + 1) % chunks.size();
  }
}
