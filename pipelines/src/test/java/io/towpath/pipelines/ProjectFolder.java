package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.io.postgres.Migrations;
import io.towpath.io.postgres.stage.TableDdl;
import io.towpath.testing.EmbeddedPostgres;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptionsFactory;

/**
 * A project in a folder of a test's own, with its raw zone there and its warehouse in a database.
 */
final class ProjectFolder {
  private final Path root;
  private final EmbeddedPostgres postgres;

  private ProjectFolder(Path root, EmbeddedPostgres postgres) {
    this.root = root;
    this.postgres = postgres;
  }

  /** An empty project; feeds and contracts are added by {@link #file}. */
  static ProjectFolder in(Path root, EmbeddedPostgres postgres) {
    ProjectFolder project = new ProjectFolder(root, postgres);
    return project.file(
        "towpath.yaml",
        """
        project: test
        raw: raw
        warehouse: {url: "%s", user: %s}
        """
            .formatted(postgres.url(), postgres.user()));
  }

  /** The same files, as old as they are here, in another folder and over another database. */
  ProjectFolder copy(Path target, EmbeddedPostgres database) {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path copy = target.resolve(root.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
      return in(target, database);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A project of the same feeds, inbox and raw zone, but with another warehouse. */
  ProjectFolder rival(EmbeddedPostgres database) {
    try {
      Path target = Files.createTempDirectory(root.getParent(), "rival");
      for (String shared : List.of("feeds", "contracts", "inbox", "raw")) {
        Files.createDirectories(root.resolve(shared));
        Files.createSymbolicLink(target.resolve(shared), root.resolve(shared));
      }
      return new ProjectFolder(target, database)
          .file("towpath.yaml", text("towpath.yaml").replace(postgres.url(), database.url()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes a file below the project's folder. */
  ProjectFolder without(String path) {
    try {
      Files.delete(root.resolve(path));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A text file below the project's folder. */
  String text(String path) {
    try {
      return Files.readString(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Writes a text file below the project's folder. */
  ProjectFolder file(String path, String text) {
    return file(path, text.getBytes(StandardCharsets.UTF_8));
  }

  /** Writes a file below the project's folder. */
  ProjectFolder file(String path, byte[] bytes) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, bytes);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Copies a test resource below the project's folder. */
  ProjectFolder resource(String resource, String path) {
    try (InputStream in = ProjectFolder.class.getResourceAsStream(resource)) {
      return file(path, in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The class path of the tests, for processes of their own. */
  static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }

  Path root() {
    return root;
  }

  EmbeddedPostgres postgres() {
    return postgres;
  }

  /** Makes the ledger. */
  ProjectFolder migrate() {
    try (Session session = session(RunnerChoice.DIRECT)) {
      Migrations.migrate(session.warehouse());
      return this;
    }
  }

  /** Makes a feed's table, so that it can be read before anything is loaded. */
  ProjectFolder createTable(String feed) {
    try (Session session = session(RunnerChoice.DIRECT)) {
      Feed declared = session.plan(feed).feed();
      execute(TableDdl.text(declared.contract(), declared.load().mode()));
      return this;
    }
  }

  /** Starts {@code towpath run FEED} in a process of its own. */
  TowpathProcess start(String feed, RunnerChoice runner) {
    return TowpathProcess.start(
        "run", feed, "--project", root.toString(), "--runner", runner.toString());
  }

  /** Opens the project with a ledger. */
  Session open(RunnerChoice runner) {
    return open(runner, new SilentProgress());
  }

  /** The same, for a test that listens to the steps. */
  Session open(RunnerChoice runner, Progress progress) {
    migrate();
    return session(runner, progress).withLedger();
  }

  private Session session(RunnerChoice runner) {
    return session(runner, new SilentProgress());
  }

  private Session session(RunnerChoice runner, Progress progress) {
    return Session.open(
        new Session.Start(
            root, Optional.empty(), Optional.of(runner), PipelineOptionsFactory.create()),
        progress);
  }

  /** Lands, loads and publishes a feed, and checks both books where there was something to load. */
  Run.Result run(String feed, RunnerChoice runner) {
    try (Session session = open(runner)) {
      Run.Result result = Run.run(session, session.plan(feed));
      if (result.load().run() != null) {
        BooksAssert.assertBalanced(result.load());
      }
      return result;
    }
  }

  /** Runs statements that give no rows. */
  void execute(String sql) {
    postgres.execute(sql);
  }

  /** Rows of a query as texts, null as {@code null}. */
  List<List<String>> rows(String query) {
    return postgres.rows(query);
  }

  /** The only value of a query. */
  String value(String query) {
    return rows(query).get(0).get(0);
  }

  /** A checksum of a table's rows that no order changes. */
  String checksum(String table) {
    return value(
        "select count(*) || ' rows, ' || coalesce(sum(hashtextextended((to_jsonb(t) - '_batch')::text,"
            + " 0)::numeric), 0) from "
            + table
            + " t");
  }

  /** Steps go nowhere. */
  private static final class SilentProgress implements Progress {
    @Override
    public void step(String step, Map<String, ?> facts) {
      // a test looks at results
    }

    @Override
    public void advance(long records, long bytes, long planned) {
      // a test looks at results
    }
  }
}
