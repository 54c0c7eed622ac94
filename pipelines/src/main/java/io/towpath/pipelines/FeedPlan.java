package io.towpath.pipelines;

import io.towpath.config.Feed;
import io.towpath.config.Project;
import io.towpath.config.Secret;
import io.towpath.contract.Contract;
import io.towpath.contract.RecordSchemas;
import io.towpath.core.BoundStep;
import io.towpath.core.Check;
import io.towpath.core.ConfigurationException;
import io.towpath.core.Problem;
import io.towpath.core.Step;
import io.towpath.io.source.SourceFactories;
import io.towpath.quality.Checks;
import io.towpath.quality.Rules;
import io.towpath.transforms.Enforce;
import io.towpath.transforms.MaskFields;
import io.towpath.transforms.Screen;
import io.towpath.transforms.Steps;
import io.towpath.transforms.UserSteps;
import io.towpath.transforms.expression.CelColumns;
import io.towpath.transforms.expression.DeleteFlag;
import io.towpath.transforms.expression.Derive;
import io.towpath.transforms.expression.Explode;
import io.towpath.transforms.expression.FilterRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * A feed compiled: what cannot work fails here, on the driver, before anything is touched.
 *
 * @param working schema of the records on their way
 * @param declared the feed's own steps
 * @param upserts what a record goes through that becomes a row
 * @param deletions what a record goes through that deletes its key
 * @param checks what must hold for the table
 */
public record FeedPlan(
    Feed feed,
    Schema working,
    List<Step> declared,
    List<Step> upserts,
    List<Step> deletions,
    List<Check> checks) {
  private static final Secret ANY_KEY = new Secret("masks nothing, as nothing is run");

  /**
   * Compiles a feed, with the key that masks need.
   *
   * @throws ConfigurationException with every mistake
   */
  public static FeedPlan of(Feed feed) {
    return of(feed, MaskFields.KEY);
  }

  /**
   * Finds every mistake in a feed. Needs no secret, so that whoever reviews a contract has none.
   *
   * @throws ConfigurationException with every mistake
   */
  public static void check(Feed feed) {
    FeedPlan unused = of(feed, ANY_KEY);
  }

  private static FeedPlan of(Feed feed, Secret maskKey) {
    List<Problem> problems =
        Stream.concat(SourceFactories.problems(feed).stream(), UserSteps.problems(feed).stream())
            .toList();
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
    Contract contract = feed.contract();
    List<String> extras =
        Stream.of(
                CelColumns.referenced(feed.steps(), feed.load().deleteWhen()),
                UserSteps.columns(feed),
                feed.sweeps() ? List.of(Feed.GONE) : List.<String>of())
            .flatMap(List::stream)
            .filter(column -> contract.field(column).isEmpty())
            .distinct()
            .toList();
    FeedPlan plan =
        new FeedPlan(
            feed,
            RecordSchemas.working(contract, extras),
            feed.steps().stream().map(declaration -> step(feed, declaration)).toList(),
            List.of(
                Enforce.of(contract),
                Screen.by(Rules.of(contract)),
                MaskFields.of(contract, maskKey)),
            List.of(Enforce.deletions(contract), MaskFields.of(contract, maskKey)),
            Checks.of(contract));
    plan.bind(plan.declared);
    plan.bind(plan.upserts);
    DeleteFlag.bind(feed, plan.working);
    return plan;
  }

  /**
   * Finds every mistake in all feeds of a project.
   *
   * @throws ConfigurationException with every mistake of every feed
   */
  public static void checkAll(Project project) {
    List<Problem> problems = new ArrayList<>();
    for (Feed feed : project.feeds().values()) {
      try {
        check(feed);
      } catch (ConfigurationException e) {
        problems.addAll(e.problems());
      }
    }
    if (!problems.isEmpty()) {
      throw new ConfigurationException(problems);
    }
  }

  /** Binds steps to the working schema, composed into one. */
  BoundStep bind(List<Step> steps) {
    return Steps.compose(steps.stream().map(step -> step.bind(working)).toList());
  }

  private boolean expands() {
    return feed.steps().stream()
        .anyMatch(
            step ->
                step instanceof Feed.StepDeclaration.Explode
                    || step instanceof Feed.StepDeclaration.Use);
  }

  /** Binds the feed's own steps, which may make several records of one. */
  BoundStep bindDeclared() {
    List<BoundStep> bound = declared.stream().map(step -> step.bind(working)).toList();
    return expands() ? Steps.composeExpanding(bound) : Steps.compose(bound);
  }

  private static Step step(Feed feed, Feed.StepDeclaration declaration) {
    if (declaration instanceof Feed.StepDeclaration.Derive derive) {
      return Derive.of(feed, derive);
    }
    if (declaration instanceof Feed.StepDeclaration.Explode explode) {
      return Explode.of(feed, explode);
    }
    if (declaration instanceof Feed.StepDeclaration.Use use) {
      return UserSteps.of(feed, use);
    }
    return FilterRecords.of(feed, (Feed.StepDeclaration.Filter) declaration);
  }
}
