package io.towpath.io.emr;

import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;

/**
 * Where a service is.
 *
 * @param endpoint other than AWS's public one, such as that of a VPC endpoint; null for that one
 * @param waits between tries of one call
 */
public record AwsPlace(String region, @Nullable URI endpoint, Waits waits) {
  private static final Waits PATIENT = new Waits(Duration.ofMillis(500), Duration.ofSeconds(16));

  /** A place with the waits that its services are used to; null stands for the SDK's own search. */
  public static AwsPlace of(@Nullable String region, @Nullable URI endpoint) {
    return new AwsPlace(region == null ? ownRegion() : region, endpoint, PATIENT);
  }

  private static String ownRegion() {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion().id();
    } catch (SdkClientException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "no AWS region is known: expected --region, s3.region in towpath.yaml, or AWS_REGION",
          e);
    }
  }
}
