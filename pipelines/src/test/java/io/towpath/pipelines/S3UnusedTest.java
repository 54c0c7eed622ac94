package io.towpath.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.testing.ApiServer;
import io.towpath.testing.ApiServer.Reply;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;

/** A project without S3 waits for no metadata service, which outside AWS may never answer. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class S3UnusedTest {
  private static final String ENDPOINT = "aws.ec2MetadataServiceEndpoint";

  @TempDir private Path root;
  private final ApiServer metadata = ApiServer.start();

  @BeforeEach
  void pretendToBeAws() {
    metadata.answer(call -> Reply.status(404));
    System.setProperty(ENDPOINT, metadata.url());
  }

  @AfterEach
  void end() {
    System.clearProperty(ENDPOINT);
    metadata.close();
  }

  private void open(String raw) throws IOException {
    Files.writeString(
        root.resolve("towpath.yaml"), "project: p\nraw: " + raw + "\nwarehouse: embedded\n");
    Session.Start start =
        new Session.Start(
            root, Optional.empty(), Optional.empty(), PipelineOptionsFactory.create());
    Session.open(start, new JsonProgress(System.err, java.time.Clock.systemUTC())).close();
  }

  @Test
  void asksNobodyForARegion() throws IOException {
    open("raw");

    assertThat(metadata.calls()).isEmpty();
  }

  @Test
  void asksWhereS3IsUsed() throws IOException {
    open("s3://bucket/raw");

    assertThat(metadata.calls()).isNotEmpty();
  }
}
