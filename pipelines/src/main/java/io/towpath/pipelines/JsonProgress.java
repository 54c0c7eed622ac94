package io.towpath.pipelines;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintStream;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** Writes one JSON line per step, for logs and launchers. */
public final class JsonProgress implements Progress {
  private final ObjectMapper json = new ObjectMapper();
  private final PrintStream out;
  private final InstantSource clock;

  public JsonProgress(PrintStream out, InstantSource clock) {
    this.out = out;
    this.clock = clock;
  }

  @Override
  public void step(String step, Map<String, ?> facts) {
    Map<String, Object> line = new LinkedHashMap<>();
    line.put("at", clock.instant().toString());
    line.put("step", step);
    line.putAll(new TreeMap<>(facts)); // in the same order every time
    try {
      out.println(json.writeValueAsString(line));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a step's facts are not plain values: " + facts.keySet(), e);
    }
    out.flush();
  }

  @Override
  public void advance(long records, long bytes, long planned) {
    // A log gets steps only: a line every half second would drown it.
  }
}
