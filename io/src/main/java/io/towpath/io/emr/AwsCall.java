package io.towpath.io.emr;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;

/**
 * One call of a service that speaks JSON.
 *
 * @param action what rights call it
 * @param method of HTTP
 * @param path beginning with a slash
 * @param headers beside those of the signature
 * @param body JSON, empty for none
 * @param repeatable whether sending it twice is as good as once
 */
record AwsCall(
    String action,
    SdkHttpMethod method,
    String path,
    Map<String, String> headers,
    String body,
    boolean repeatable) {
  private static final ObjectMapper JSON = new ObjectMapper();

  byte[] bytes() {
    return body.getBytes(UTF_8);
  }

  /** Plain values as JSON. */
  static String json(Map<String, Object> values) {
    try {
      return JSON.writeValueAsString(values);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a request is not plain values: " + values.keySet(), e);
    }
  }
}
