package io.towpath.transforms;

import static org.assertj.core.api.Assertions.assertThat;

import io.towpath.config.Feed;
import io.towpath.config.Feed.StepDeclaration.Use;
import io.towpath.core.Origin;
import io.towpath.core.Problem;
import io.towpath.core.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UserStepsTest {
  private static final Path CODE = Path.of("src/test/java/io/towpath/guide/NormalizePhone.java");
  private static final Path GUIDE = Path.of("../docs/guides/write-a-step.md");
  private static final String CARELESS = CarelessStep.class.getName();

  @Test
  void doesWhatTheGuidesStepDoes() {
    Outcomes outcomes =
        run("normalize-phone", Map.of("column", "phone", "country", "31"), "(020) 555-0100");

    assertThat(outcomes.records.get(0).get("phone")).isEqualTo("+31205550100");
  }

  @Test
  void rejectsWhatTheStepRejects() {
    Outcomes outcomes = run("normalize-phone", Map.of("column", "phone", "country", "31"), "n/a");

    assertThat(outcomes.rejects)
        .extracting(violation -> violation.reason())
        .containsExactly(Reason.PATTERN);
  }

  @Test
  void rejectsARecordOnWhichAStepThrows() {
    Outcomes outcomes = run(CARELESS, Map.of("does", "throw"), "x");

    assertThat(outcomes.records).as("what it gave before").isEmpty();
    assertThat(outcomes.rejects).hasSize(1);
    assertThat(outcomes.rejects.get(0).toString()).doesNotContain("secret value");
  }

  @Test
  void rejectsARecordThatAStepLoses() {
    assertThat(run(CARELESS, Map.of("does", "drop"), "x").rejects).hasSize(1);
  }

  @Test
  void tellsTwoRecordsOfOneApart() {
    Outcomes outcomes = run(CARELESS, Map.of("does", "double"), "x");

    assertThat(outcomes.origins).extracting(Origin::ordinal).containsExactly(0, 1);
  }

  @Test
  void saysWhatIsWrongWithAUse() {
    assertThat(problems("normalise-phone", Map.of()))
        .containsExactly(
            "use names normalise-phone, which no jar on the class path has; expected"
                + " io.towpath.transforms.CarelessStep, normalize-phone. Did you mean"
                + " normalize-phone?");
    assertThat(problems("normalize-phone", Map.of("column", "phone")))
        .containsExactly("country is missing; expected it in with");
  }

  @Test
  void namesColumnsThatOnlyStepsRead() {
    assertThat(UserSteps.columns(feed(CARELESS, Map.of("does", "drop")))).containsExactly("op");
  }

  @Test
  void standsInTheGuideAsItIs() throws IOException {
    assertThat(Files.readString(GUIDE)).contains("```java\n" + Files.readString(CODE) + "```");
  }

  private static Feed feed(String use, Map<String, String> with) {
    return Shop.feed(null, new Use(use, with, 9));
  }

  private static List<String> problems(String use, Map<String, String> with) {
    return UserSteps.problems(feed(use, with)).stream().map(Problem::message).toList();
  }

  private static Outcomes run(String use, Map<String, String> with, String phone) {
    Feed feed = feed(use, with);
    return Outcomes.of(
        Steps.composeExpanding(
            List.of(UserSteps.of(feed, (Use) feed.steps().get(0)).bind(Shop.schema()))),
        Shop.record("phone", phone));
  }
}
