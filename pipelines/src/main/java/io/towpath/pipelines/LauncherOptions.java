package io.towpath.pipelines;

import org.apache.beam.sdk.options.Default;
import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Hidden;
import org.apache.beam.sdk.options.PipelineOptions;
import org.jspecify.annotations.Nullable;

/** What a launcher passes to every main, beside the engine's own options. */
public interface LauncherOptions extends PipelineOptions {

  @Description("Folder of towpath.yaml.")
  @Default.String(".")
  String getProject();

  void setProject(String project);

  @Description("Profile of towpath.yaml.")
  @Nullable String getProfile();

  void setProfile(@Nullable String profile);

  @Description("S3 object to which the job writes its exit code and message, for towpath launch.")
  @Hidden
  @Nullable String getOutcome();

  void setOutcome(@Nullable String outcome);
}
