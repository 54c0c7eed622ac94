package io.towpath.pipelines;

import org.apache.beam.sdk.options.Description;
import org.apache.beam.sdk.options.Validation;

/** What a launcher passes to the mains that work on a feed. */
public interface TowpathOptions extends LauncherOptions {

  @Description("Name of the feed, the file below feeds/ without .yaml.")
  @Validation.Required
  @Expected("[a-z0-9][a-z0-9_-]{0,62}")
  String getFeed();

  void setFeed(String feed);
}
