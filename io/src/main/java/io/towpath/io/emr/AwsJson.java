package io.towpath.io.emr;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.signer.Aws4Signer;
import software.amazon.awssdk.auth.signer.params.Aws4SignerParams;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullRequest;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;

/**
 * Calls an AWS service by its JSON protocol, with the SDK's credentials, signer and HTTP client. A
 * repeatable call is tried for about a minute.
 */
final class AwsJson {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration SILENCE = Duration.ofSeconds(30);
  private static final SdkHttpClient HTTP =
      ApacheHttpClient.builder().socketTimeout(SILENCE).build();
  private static final AwsCredentialsProvider CREDENTIALS = DefaultCredentialsProvider.create();
  private static final int TRIES = 8;
  private static final int OK = 300;

  private final String service;
  private final AwsPlace place;

  /**
   * A client of one service.
   *
   * @param service its name in signatures and host names
   */
  AwsJson(String service, AwsPlace place) {
    this.service = service;
    this.place = place;
  }

  /** Carries a call out whose repetition does no harm. */
  JsonNode call(AwsCall call) {
    try {
      return callOnce(call);
    } catch (UnknownOutcome e) {
      throw new IllegalStateException("a call that is repeatable was given up", e);
    }
  }

  /**
   * Carries a call out.
   *
   * @throws UnknownOutcome if it is not repeatable and no answer came
   */
  JsonNode callOnce(AwsCall call) throws UnknownOutcome {
    for (int tried = 1; ; tried++) {
      Answer answer;
      try {
        answer = send(call);
      } catch (IOException e) {
        if (!call.repeatable()) {
          throw new UnknownOutcome(call.action(), e);
        }
        if (tried == TRIES) {
          throw AwsFailures.unreached(call.action(), host().getHost(), e);
        }
        pause(tried);
        continue;
      }
      if (answer.status() < OK) {
        return answer.body();
      }
      boolean passing = AwsFailures.isTransient(answer.status(), answer.type());
      boolean refused = AwsFailures.refusedForNow(answer.status(), answer.type());
      if (passing && !refused && !call.repeatable()) {
        throw new UnknownOutcome(call.action());
      }
      if (!passing || tried == TRIES) {
        throw AwsFailures.of(call.action(), answer.status(), answer.type(), answer.message());
      }
      pause(tried);
    }
  }

  private record Answer(int status, String type, JsonNode body) {
    String message() {
      return body.path("message").asText(body.path("Message").asText(""));
    }
  }

  private Answer send(AwsCall call) throws IOException {
    SdkHttpFullRequest request = signed(call);
    HttpExecuteResponse response =
        HTTP.prepareRequest(
                HttpExecuteRequest.builder()
                    .request(request)
                    .contentStreamProvider(request.contentStreamProvider().orElse(null))
                    .build())
            .call();
    JsonNode body = body(response);
    String type =
        response
            .httpResponse()
            .firstMatchingHeader("x-amzn-ErrorType")
            .orElseGet(() -> body.path("__type").asText(body.path("code").asText("")));
    return new Answer(
        response.httpResponse().statusCode(),
        type.replaceFirst(":.*", "").replaceFirst(".*#", ""),
        body);
  }

  private static JsonNode body(HttpExecuteResponse response) throws IOException {
    if (response.responseBody().isEmpty()) {
      return JSON.createObjectNode();
    }
    try (InputStream in = response.responseBody().get()) {
      byte[] bytes = in.readAllBytes();
      boolean json = bytes.length > 0 && bytes[0] == '{';
      return json ? JSON.readTree(bytes) : JSON.createObjectNode();
    }
  }

  private SdkHttpFullRequest signed(AwsCall call) {
    byte[] body = call.bytes();
    SdkHttpFullRequest.Builder request =
        SdkHttpFullRequest.builder()
            .uri(host())
            .encodedPath(call.path())
            .method(call.method())
            .putHeader("Content-Length", Integer.toString(body.length))
            .contentStreamProvider(() -> new ByteArrayInputStream(body));
    call.headers().forEach(request::putHeader);
    return Aws4Signer.create()
        .sign(
            request.build(),
            Aws4SignerParams.builder()
                .awsCredentials(credentials())
                .signingName(service)
                .signingRegion(Region.of(place.region()))
                .build());
  }

  private static AwsCredentials credentials() {
    try {
      return CREDENTIALS.resolveCredentials();
    } catch (SdkClientException e) {
      throw AwsFailures.withoutCredentials(e);
    }
  }

  private URI host() {
    if (place.endpoint() != null) {
      return place.endpoint();
    }
    String china = place.region().startsWith("cn-") ? ".cn" : "";
    return URI.create("https://%s.%s.amazonaws.com%s".formatted(service, place.region(), china));
  }

  private void pause(int tried) {
    place.waits().before(tried);
  }
}
