package io.towpath.io.files;

import io.towpath.io.s3.S3Access;
import io.towpath.io.s3.S3Original;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.beam.sdk.io.FileSystemUtils;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Looks into buckets, with one request per 1,000 objects below the part of a glob that is fixed.
 * Globs mean what they mean to Beam, whose own search asks for every object once more and drops the
 * ETag.
 */
final class BucketPlace implements SourcePlace {
  private static final String S3 = "s3://";
  private static final Pattern URI = Pattern.compile("s3://([^/]+)/(.*)", Pattern.DOTALL);
  private static final Pattern FIXED = Pattern.compile("[^*?\\[\\\\]*");
  private static final int NOT_FOUND = 404;

  private final S3Access access;

  BucketPlace(S3Access access) {
    this.access = access;
  }

  static boolean holds(String uri) {
    return uri.startsWith(S3);
  }

  @Override
  public List<Arrival> match(String glob) throws IOException {
    Key key = Key.of(glob);
    Matcher fixed = FIXED.matcher(key.path());
    String prefix = fixed.lookingAt() ? fixed.group() : "";
    Pattern wanted = Pattern.compile(FileSystemUtils.wildcardToRegexp(key.path()), Pattern.DOTALL);
    List<Arrival> found = new ArrayList<>();
    try {
      for (S3Object object :
          access
              .client()
              .listObjectsV2Paginator(list -> list.bucket(key.bucket()).prefix(prefix))
              .contents()) {
        if (wanted.matcher(object.key()).matches() && !object.key().endsWith("/")) {
          String uri = S3 + key.bucket() + "/" + object.key();
          found.add(arrival(uri, object.size(), object.eTag(), object.lastModified()));
        }
      }
      return found;
    } catch (SdkException e) {
      throw new IOException(answer(e), e);
    }
  }

  @Override
  public Arrival again(Arrival arrival) throws IOException {
    Key key = Key.of(arrival.uri());
    try {
      HeadObjectResponse now =
          access.client().headObject(head -> head.bucket(key.bucket()).key(key.path()));
      return arrival(arrival.uri(), now.contentLength(), now.eTag(), now.lastModified());
    } catch (SdkException e) {
      if (e instanceof AwsServiceException service && service.statusCode() == NOT_FOUND) {
        throw new FileNotFoundException(arrival.uri());
      }
      throw new IOException(answer(e), e);
    }
  }

  /** The object that an arrival is, empty if it lies in a folder. */
  static Optional<S3Original> original(Arrival arrival) throws IOException {
    if (!holds(arrival.uri())) {
      return Optional.empty();
    }
    Key key = Key.of(arrival.uri());
    return Optional.of(
        new S3Original(key.bucket(), key.path(), arrival.version(), arrival.bytes()));
  }

  /** What S3 answered, without its text, which may name what others own. */
  static String answer(SdkException thrown) {
    if (thrown instanceof AwsServiceException service) {
      String code =
          service.awsErrorDetails() == null ? "" : " " + service.awsErrorDetails().errorCode();
      return "S3 answered " + service.statusCode() + code;
    }
    return "S3 was not reached, or no credentials were found";
  }

  private static Arrival arrival(String uri, long bytes, String etag, Instant modified) {
    return new Arrival(uri, uri, bytes, etag.replace("\"", ""), modified);
  }

  /** Bucket and key of a URI. */
  record Key(String bucket, String path) {
    static Key of(String uri) throws IOException {
      Matcher matcher = URI.matcher(uri);
      if (!matcher.matches()) {
        throw new IOException("expected s3://bucket/key");
      }
      return new Key(matcher.group(1), matcher.group(2));
    }

    Key sibling(String name) {
      return new Key(bucket, path.substring(0, path.lastIndexOf('/') + 1) + name);
    }
  }
}
