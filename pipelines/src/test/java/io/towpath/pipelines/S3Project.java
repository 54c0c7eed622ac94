package io.towpath.pipelines;

import io.towpath.testing.EmbeddedPostgres;
import io.towpath.testing.EmbeddedS3;
import java.nio.file.Path;

/** A project whose raw zone and source lie in a bucket. */
final class S3Project {
  private final ProjectFolder folder;
  private final EmbeddedS3 server;

  private S3Project(ProjectFolder folder, EmbeddedS3 server) {
    this.folder = folder;
    this.server = server;
  }

  /** An empty project that reaches the bucket through an endpoint. */
  static S3Project in(Path root, EmbeddedPostgres postgres, EmbeddedS3 server, String endpoint) {
    ProjectFolder folder =
        ProjectFolder.in(root, postgres)
            .file(
                "towpath.yaml",
                """
                project: test
                raw: s3://%s/zone
                warehouse: {url: "%s", user: %s}
                s3: {region: %s, endpoint: "%s", pathStyle: true}
                """
                    .formatted(
                        server.bucket(),
                        postgres.url(),
                        postgres.user(),
                        server.region(),
                        endpoint));
    return new S3Project(folder, server);
  }

  ProjectFolder folder() {
    return folder;
  }

  /** Adds a feed of orders that reads {@code inbox-FEED/} of the bucket. */
  S3Project orders(String feed) {
    Orders.project(folder, feed, feed);
    folder.file(
        "feeds/" + feed + ".yaml",
        Orders.FEED
            .replace("orders.odcs", feed + ".odcs")
            .replace("inbox/", "s3://%s/inbox-%s/".formatted(server.bucket(), feed)));
    return this;
  }
}
