package io.towpath.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.Validation;

/** What a launcher passes to the mains, beside the engine's own options. */
public interface TowpathOptions extends PipelineOptions {

  @Description("Name of the feed, the file below feeds/ without .yaml.")
  @Validation.Required
  String getFeed();

  void setFeed(String feed);

  @Description("Folder of towpath.yaml; the working directory if not said.")
  String getProject();

  void setProject(String project);

  @Description("Profile of towpath.yaml.")
  String getProfile();

  void setProfile(String profile);
}
