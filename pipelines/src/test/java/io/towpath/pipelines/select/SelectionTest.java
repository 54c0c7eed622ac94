package io.towpath.pipelines.select;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.towpath.config.Feed;
import io.towpath.config.Projects;
import io.towpath.core.TowpathException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** On the feeds of the example. */
class SelectionTest {
  private static final Path EXAMPLE = Path.of("../examples/flights");

  @Test
  void choosesByAnyOfTheWords() {
    assertThat(chosen("tag:facts", "feed:planes")).containsExactly("flights", "planes", "weather");
    assertThat(chosen("source:jdbc")).containsExactly("airports");
    assertThat(chosen("source:files")).containsExactly("airlines", "flights", "planes");
    assertThat(chosen("all")).hasSize(5);
  }

  @Test
  void saysWhatAWordCouldHaveBeen() {
    assertThatThrownBy(() -> chosen("tag:fact"))
        .isInstanceOf(TowpathException.class)
        .hasMessage(
            "--select 'tag:fact' means nothing: expected tag:dimensions or facts. Did you mean"
                + " facts?");
    assertThatThrownBy(() -> chosen("tags:facts")).hasMessageContaining("Did you mean tag?");
    assertThatThrownBy(() -> chosen("al-due")).hasMessageContaining("Did you mean all-due?");
  }

  private static List<String> chosen(String... words) {
    Collection<Feed> feeds = Projects.read(EXAMPLE, Optional.empty()).feeds().values();
    return Selection.choose(feeds, List.of(words), feed -> false).stream().map(Feed::name).toList();
  }
}
