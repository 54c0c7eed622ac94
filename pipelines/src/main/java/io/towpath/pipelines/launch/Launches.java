package io.towpath.pipelines.launch;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.util.ArrayList;
import java.util.List;

/** Refuses what cannot be launched, with every mistake at once. */
public final class Launches {

  private Launches() {}

  /**
   * Checks a request against its template and its place.
   *
   * @param earlier mistakes that were found in its words
   */
  public static void require(Launcher launcher, LaunchRequest request, List<String> earlier) {
    List<String> mistakes = new ArrayList<>(earlier);
    mistakes.addAll(request.mistakes());
    mistakes.addAll(launcher.mistakes(request.masked()));
    if (!mistakes.isEmpty()) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "launch " + request.template().name() + ": " + String.join("\n  ", mistakes));
    }
  }
}
