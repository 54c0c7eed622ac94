package io.towpath.pipelines;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Shows steps and a moving line with records, bytes, rate and the time left on a terminal. */
public final class TerminalProgress implements Progress {
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final PrintStream out;
  private final InstantSource clock;
  private Instant began;

  public TerminalProgress(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
    this.began = clock.instant();
  }

  @Override
  public void step(String step, Map<String, ?> facts) {
    began = clock.instant();
    String shown =
        new TreeMap<>(facts)
            .entrySet().stream()
                .map(fact -> fact.getKey() + " " + fact.getValue())
                .collect(Collectors.joining(", "));
    out.printf(Locale.ROOT, "%s%-18s %s%n", CLEAR_LINE, step, shown);
    out.flush();
  }

  @Override
  public void advance(long records, long bytes, long planned) {
    double seconds = Math.max(0.001, Duration.between(began, clock.instant()).toMillis() / 1000.0);
    out.print(CLEAR_LINE + "  " + line(records, bytes, planned, seconds));
    out.flush();
  }

  static String line(long records, long bytes, long planned, double seconds) {
    String done =
        String.format(
            Locale.ROOT,
            "%,d records, %s of %s, %,.0f records/s",
            records,
            Sizes.text(bytes),
            Sizes.text(planned),
            records / seconds);
    if (bytes <= 0 || bytes >= planned) {
      return done;
    }
    double left = (planned - bytes) * (seconds / bytes);
    return done + String.format(Locale.ROOT, ", about %.0f s left", left);
  }
}
