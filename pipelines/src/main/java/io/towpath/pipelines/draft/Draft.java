package io.towpath.pipelines.draft;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.pipelines.FeedPlan;
import io.towpath.pipelines.Session;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes a feed and a contract by a sample of a source: guesses, with what they rest on, that are
 * meant to be read. What it writes is valid, and nothing that is there is overwritten.
 */
public final class Draft {
  private final Session session;
  private final String name;
  private final DraftSource source;

  private Draft(Session session, String name, DraftSource source) {
    this.session = session;
    this.name = name;
    this.source = source;
  }

  /**
   * Writes both files.
   *
   * @param name of the feed
   * @return what was written
   */
  public static List<Path> write(Session session, String name, DraftSource source) {
    return new Draft(session, name, source).write();
  }

  private List<Path> write() {
    Path root = session.project().root();
    List<Path> files =
        List.of(
            root.resolve("feeds/" + name + ".yaml"),
            root.resolve("contracts/" + name + ".odcs.yaml"));
    for (Path file : files) {
      if (Files.exists(file)) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            file + " exists already: choose another name, nothing was written");
      }
    }
    DraftTexts texts = new SourceSample(session, name, source).read();
    FeedPlan.check(DraftProject.feed(name, texts.feed(), texts.contract()));
    DraftProject.create(files.get(0), texts.feed());
    DraftProject.create(files.get(1), texts.contract());
    return files;
  }
}
