package io.towpath.io.emr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import io.towpath.io.raw.RawLocation;
import io.towpath.io.s3.S3Access;
import java.io.IOException;

/**
 * How a job ended, as it says itself: a cluster's own word for it loses the exit code and the
 * message.
 *
 * @param message empty if it ended well
 */
public record Outcome(int exitCode, String message) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Writes it to an object; the first of two stays.
   *
   * @param place such as {@code s3://bucket/launches/ID/outcome.json}
   */
  public void write(String place, S3Access s3) {
    int slash = place.lastIndexOf('/');
    String json =
        JSON.createObjectNode().put("exitCode", exitCode).put("message", message).toString();
    new RawLocation(place.substring(0, slash), s3)
        .open()
        .createIfAbsent(place.substring(slash + 1), json.getBytes(UTF_8));
  }

  static Outcome of(byte[] bytes, String place) {
    try {
      JsonNode json = JSON.readTree(bytes);
      return new Outcome(json.path("exitCode").intValue(), json.path("message").asText());
    } catch (IOException e) {
      throw new TowpathException(ExitCode.CLUSTER, place + " is no outcome of a job", e);
    }
  }
}
