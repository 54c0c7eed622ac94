package io.towpath.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** What a launcher passes to {@link Publish}. */
public interface PublishOptions extends LauncherOptions {

  @Description("Name of the run whose rows are staged; towpath runs lists them.")
  @Validation.Required
  @Expected("[0-9]{8}T[0-9]{6}-[0-9a-f]{8}")
  String getRun();

  void setRun(String run);
}
