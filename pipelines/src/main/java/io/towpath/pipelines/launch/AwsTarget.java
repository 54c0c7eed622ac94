package io.towpath.pipelines.launch;

import io.towpath.io.emr.Waits;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a launch on AWS is told beside its template; null where nothing was said.
 *
 * @param id that makes it one launch however often it is asked for
 * @param store {@code s3://bucket/prefix} for jars, projects and outcomes
 * @param cluster of EMR
 * @param application of EMR Serverless
 * @param role ARN of what a serverless job may do
 * @param region of the service
 * @param endpoint of the service, if it is not AWS's public one
 * @param looks how often a job is looked at
 */
public record AwsTarget(
    String id,
    @Nullable String store,
    @Nullable String cluster,
    @Nullable String application,
    @Nullable String role,
    @Nullable String region,
    @Nullable String endpoint,
    Waits looks) {

  /** What is wrong or missing for a place. */
  List<String> mistakes(Target target) {
    List<String> mistakes = new ArrayList<>();
    need(mistakes, "--id", id, "[A-Za-z0-9._-]{1,64}", "at most 64 letters, digits, . _ and -");
    need(
        mistakes, "--store", store, "s3://[a-z0-9][a-z0-9.-]+(/[^/\\s]+)*/?", "s3://BUCKET/PREFIX");
    if (target == Target.EMR) {
      need(mistakes, "--cluster", cluster, "j-[A-Z0-9]+", "an id such as j-2AXXXXXXGAPLF");
    } else {
      need(mistakes, "--application", application, "[0-9a-z]+", "an id such as 00f1abcd2efgh309");
      need(mistakes, "--role", role, "arn:aws[a-z-]*:iam::[0-9]{12}:role/\\S+", "a role's ARN");
    }
    if (endpoint != null) {
      need(mistakes, "--endpoint", endpoint, "https?://[^/@\\s]+/?", "https://HOST");
    }
    return mistakes;
  }

  private static void need(
      List<String> mistakes, String option, @Nullable String value, String pattern, String words) {
    if (value == null) {
      mistakes.add(option + " is missing; expected " + words);
    } else if (!value.matches(pattern)) {
      mistakes.add(option + " is \"" + value + "\"; expected " + words);
    }
  }
}
