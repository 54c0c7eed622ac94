package io.towpath.pipelines;

import java.util.Arrays;

/** A run as Spark starts it, which says so if it comes back. */
final class ReturningRun {
  static final String RETURNED = "the main came back";

  private ReturningRun() {}

  /** Expects the deploy mode, then the options of a run. */
  public static void main(String[] args) {
    System.setProperty("spark.submit.deployMode", args[0]);
    Run.main(Arrays.copyOfRange(args, 1, args.length));
    System.out.println(RETURNED);
  }
}
