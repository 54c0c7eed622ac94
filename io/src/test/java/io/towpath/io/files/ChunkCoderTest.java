package io.towpath.io.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.core.Chunk;
import io.towpath.core.Reason;
import io.towpath.core.SplitId;
import io.towpath.core.Violation;
import java.io.EOFException;
import java.util.Arrays;
import org.apache.beam.sdk.util.CoderUtils;
import org.junit.jupiter.api.Test;

final class ChunkCoderTest {
  private static final SplitId SPLIT = new SplitId(7, 3, 2);

  private static Chunk copy(Chunk chunk) throws Exception {
    byte[] bytes = CoderUtils.encodeToByteArray(ChunkCoder.of(), chunk);
    return CoderUtils.decodeFromByteArray(ChunkCoder.of(), bytes);
  }

  @Test
  void carriesRecordsUnchanged() throws Exception {
    byte[] head = "a,b".getBytes(UTF_8);
    byte[] bytes = "1,2\n".getBytes(UTF_8);
    Chunk chunk = new Chunk(SPLIT, 1L << 40, (1L << 40) + 4, 9, true, head, bytes);

    assertThat(copy(chunk)).usingRecursiveComparison().isEqualTo(chunk);
  }

  @Test
  void carriesDamageAndTheLackOfAHead() throws Exception {
    Violation damage = new Violation(Reason.LIMIT, null, "found \u00fc", "expected");
    Chunk chunk = new Chunk(SPLIT, 0, 3, 0, false, null, new byte[0], damage);

    assertThat(copy(chunk)).usingRecursiveComparison().isEqualTo(chunk);
  }

  @Test
  void refusesAChunkThatWasCutShort() throws Exception {
    Chunk chunk = new Chunk(SPLIT, 0, 4, 1, true, null, "1,2\n".getBytes(UTF_8));
    byte[] bytes = CoderUtils.encodeToByteArray(ChunkCoder.of(), chunk);

    assertThatThrownBy(
            () ->
                ChunkCoder.of()
                    .decode(
                        new java.io.ByteArrayInputStream(Arrays.copyOf(bytes, bytes.length - 3))))
        .isInstanceOf(EOFException.class);
  }
}
