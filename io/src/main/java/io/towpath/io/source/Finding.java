package io.towpath.io.source;

import io.towpath.core.ExitCode;

/**
 * One thing that was looked at.
 *
 * @param exitCode what a run would end with, OK if it would not
 * @param subject what was looked at
 * @param found what it is like
 * @param advice what to do, empty where nothing needs doing
 */
public record Finding(
    Verdict verdict, ExitCode exitCode, String subject, String found, String advice) {

  /** How a finding is meant. */
  public enum Verdict {
    GOOD,
    /** Works, but not as well as it could. */
    SLOW,
    BAD;

    /** One word for a table. */
    public String word() {
      return switch (this) {
        case GOOD -> "ok";
        case SLOW -> "slow";
        case BAD -> "BAD";
      };
    }
  }

  /** Something that is as it should be. */
  public static Finding good(String subject, String found) {
    return new Finding(Verdict.GOOD, ExitCode.OK, subject, found, "");
  }

  /** Something that works, but not as well as it could. */
  public static Finding slow(String subject, String found, String advice) {
    return new Finding(Verdict.SLOW, ExitCode.OK, subject, found, advice);
  }

  /** The same about a part of something larger. */
  public Finding within(String whole) {
    return new Finding(
        verdict, exitCode, subject.isEmpty() ? whole : whole + ", " + subject, found, advice);
  }
}
