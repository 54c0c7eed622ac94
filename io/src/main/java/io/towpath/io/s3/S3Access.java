package io.towpath.io.s3;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.towpath.config.Project;
import io.towpath.core.ExitCode;
import io.towpath.core.TowpathException;
import java.io.Serializable;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.apache.beam.sdk.io.aws2.options.S3ClientBuilderFactory;
import org.apache.beam.sdk.io.aws2.options.S3Options;
import org.apache.beam.sdk.io.aws2.s3.DefaultS3ClientBuilderFactory;
import org.apache.beam.sdk.options.PipelineOptions;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.apache.beam.sdk.util.InstanceBuilder;
import org.apache.beam.sdk.util.common.ReflectHelpers;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * Carries the S3 settings of Beam's options to workers, and gives the client that they describe;
 * equal settings share one client per process. Its text may hold credentials and is never shown.
 */
public final class S3Access implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final ObjectMapper MAPPER =
      new ObjectMapper()
          .registerModules(ObjectMapper.findModules(ReflectHelpers.findClassLoader()));
  private static final ConcurrentMap<String, S3Client> CLIENTS = new ConcurrentHashMap<>();

  private final String options;

  private S3Access(String options) {
    this.options = options;
  }

  /** Puts a project's settings into Beam's options; an endpoint or a factory given there stays. */
  public static void configure(Project.S3 settings, PipelineOptions options) {
    S3Options s3 = options.as(S3Options.class);
    if (settings.region() != null) {
      s3.setAwsRegion(Region.of(settings.region()));
    }
    if (settings.endpoint() != null && s3.getEndpoint() == null) {
      s3.setEndpoint(URI.create(settings.endpoint()));
    }
    if (s3.getS3ClientFactoryClass() == DefaultS3ClientBuilderFactory.class) {
      s3.setS3ClientFactoryClass(
          settings.pathStyle() ? PathStyleS3Clients.class : PatientS3Clients.class);
    }
  }

  /**
   * Says that S3 is not used: Beam prepares it for every pipeline, and would ask the metadata
   * service of a cloud, which may not be there to answer, for a region that nobody needs.
   */
  public static void unused(PipelineOptions options) {
    options.as(S3Options.class).setAwsRegion(Region.AWS_GLOBAL);
  }

  /** Takes what concerns S3 from Beam's options. */
  public static S3Access of(PipelineOptions options) {
    S3Options from = options.as(S3Options.class);
    S3Options to = PipelineOptionsFactory.as(S3Options.class);
    to.setAwsRegion(from.getAwsRegion());
    to.setEndpoint(from.getEndpoint());
    to.setAwsCredentialsProvider(from.getAwsCredentialsProvider());
    to.setProxyConfiguration(from.getProxyConfiguration());
    to.setHttpClientConfiguration(from.getHttpClientConfiguration());
    to.setClientBuilderFactory(from.getClientBuilderFactory());
    to.setS3ClientFactoryClass(from.getS3ClientFactoryClass());
    try {
      return new S3Access(MAPPER.writeValueAsString(to));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("Beam's AWS options cannot be sent to workers", e);
    }
  }

  /** The client, which must not be closed. */
  public S3Client client() {
    return CLIENTS.computeIfAbsent(options, S3Access::connect);
  }

  private static S3Client connect(String options) {
    try {
      S3Options s3 = MAPPER.readValue(options, PipelineOptions.class).as(S3Options.class);
      return InstanceBuilder.ofType(S3ClientBuilderFactory.class)
          .fromClass(s3.getS3ClientFactoryClass())
          .build()
          .createBuilder(s3)
          .build();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("options that were written cannot be read", e);
    } catch (SdkClientException e) {
      throw new TowpathException(
          ExitCode.CONFIGURATION,
          "S3 cannot be used, no region is known: set s3.region in towpath.yaml, or AWS_REGION",
          e);
    }
  }

  @Override
  public String toString() {
    return "S3Access";
  }
}
