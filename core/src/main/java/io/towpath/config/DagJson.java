package io.towpath.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.towpath.contract.Contract;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.yaml.Words;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes what an orchestrator needs to know of a feed, so that it has to read no YAML: when it
 * runs, after which others, and which table it publishes.
 */
public final class DagJson {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Pattern SERVER = Pattern.compile("jdbc:postgresql://([^/?]+)/([^?]+).*");
  private static final String PORT = ":5432";

  private DagJson() {}

  /**
   * The feed as a tree.
   *
   * @throws TowpathException if it waits for a feed that is not there
   */
  public static ObjectNode tree(Project project, Feed feed) {
    for (String before : feed.schedule().after()) {
      if (!project.feeds().containsKey(before) || before.equals(feed.name())) {
        throw new TowpathException(
            ExitCode.CONFIGURATION,
            feed.file()
                + ": schedule.after names "
                + before
                + "; expected another feed of the project: "
                + Words.or(
                    project.feeds().keySet().stream()
                        .filter(name -> !name.equals(feed.name()))
                        .toList()));
      }
    }
    Contract contract = feed.contract();
    ObjectNode root = MAPPER.createObjectNode();
    root.put("feed", feed.name()).put("project", project.name());
    root.put("description", contract.description());
    root.put("schedule", feed.schedule().cron());
    texts(root.putArray("after"), feed.schedule().after());
    root.put("table", contract.schema() + "." + contract.table());
    root.put("asset", asset(project, contract));
    root.put("fresh_within_seconds", freshness(contract));
    texts(root.putArray("tags"), feed.tags());
    return root;
  }

  private static void texts(ArrayNode array, List<String> texts) {
    texts.forEach(array::add);
  }

  /**
   * The table as orchestrators name data sets: {@code postgres://host:port/database/schema/table}.
   */
  private static String asset(Project project, Contract contract) {
    String server = "localhost" + PORT + "/towpath";
    if (project.warehouse() instanceof Project.Warehouse.Jdbc jdbc) {
      Matcher url = SERVER.matcher(jdbc.url());
      if (url.matches()) {
        String host = url.group(1).split(",", 2)[0];
        server = (host.contains(":") ? host : host + PORT) + "/" + url.group(2);
      }
    }
    return "postgres://" + server + "/" + contract.schema() + "/" + contract.table();
  }

  private static @Nullable Long freshness(Contract contract) {
    return contract.serviceLevels().stream()
        .filter(level -> level.promise() == Contract.ServiceLevel.Promise.FRESHNESS)
        .map(level -> level.within().toSeconds())
        .findFirst()
        .orElse(null);
  }
}
