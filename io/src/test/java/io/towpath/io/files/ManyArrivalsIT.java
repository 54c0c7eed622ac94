package io.towpath.io.files;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.config.FilesDeclaration;
import io.towpath.config.Project;
import io.towpath.io.s3.S3Access;
import io.towpath.testing.EmbeddedS3;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

final class ManyArrivalsIT {
  @RegisterExtension static final EmbeddedS3 S3 = EmbeddedS3.create();

  private static final int OBJECTS = 10_000;
  private static final int A_PAGE = 1_000;

  @Test
  void findsTenThousandObjectsWithOneRequestForAThousand() {
    IntStream.range(0, OBJECTS)
        .parallel()
        .forEach(i -> S3.put("inbox/%02d/%05d.csv".formatted(i % 100, i), "id\n" + i + "\n"));
    S3.put("inbox/00/readme.txt", "not meant");

    List<Arrival> found = arrivals("inbox/**.csv");

    assertThat(found).hasSize(OBJECTS).allMatch(arrival -> !arrival.version().isEmpty());
    assertThat(S3.proxy().requests()).hasSizeLessThanOrEqualTo(1 + OBJECTS / A_PAGE);
  }

  private static List<Arrival> arrivals(String glob) {
    PipelineOptions options = PipelineOptionsFactory.create();
    S3Access.configure(new Project.S3(S3.region(), S3.proxy().endpoint(), true), options);
    S3.proxy().heal();
    FilesDeclaration files =
        new FilesDeclaration(
            List.of("s3://" + S3.bucket() + "/" + glob),
            Sources.of(Feed.Format.CSV).build(),
            Duration.ZERO);
    return Arrivals.of(Path.of("."), S3Access.of(options)).match(files);
  }
}
