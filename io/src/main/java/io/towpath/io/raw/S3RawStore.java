package io.towpath.io.raw;

import static io.towpath.io.raw.RawPaths.failure;

import io.towpath.core.Manifest;
import io.towpath.core.TowpathException;
import io.towpath.io.s3.S3Checksums;
import io.towpath.io.s3.S3Original;
import io.towpath.io.s3.S3Upload;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Error;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Keeps a raw zone in a bucket. An object is created by a PUT, or by completing a multipart upload,
 * with {@code If-None-Match: *}; where the reply is lost, what lies there is compared. Retries are
 * the client's.
 */
final class S3RawStore implements RawStore {
  private static final int DELETED_AT_ONCE = 1000;

  private final S3Client client;
  private final String bucket;
  private final String prefix;

  /**
   * A raw zone in a bucket.
   *
   * @param prefix of all keys, empty or with a slash at its end
   */
  S3RawStore(S3Client client, String bucket, String prefix) {
    this.client = client;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public boolean createIfAbsent(String path, byte[] bytes) {
    try {
      put(path, bytes, bytes.length);
      return true;
    } catch (SdkException e) {
      return found(path, e)
          .map(found -> Arrays.equals(found, bytes))
          .orElseThrow(() -> S3Failures.of("cannot create", place(path), e));
    }
  }

  /** What lies where a creation failed; if that cannot be told, the creation's failure is told. */
  private Optional<byte[]> found(String path, SdkException thrown) {
    try {
      return read(path);
    } catch (TowpathException e) {
      if (S3Failures.conditionFailed(thrown)) {
        throw e;
      }
      return Optional.empty();
    }
  }

  /** Creates an object of the first so many bytes, unless there is one. */
  PutObjectResponse put(String path, byte[] bytes, int length) {
    return client.putObject(
        put ->
            put.bucket(bucket)
                .key(key(path))
                .contentMD5(S3Checksums.md5(bytes, length))
                .overrideConfiguration(S3Upload.CREATE_ONLY),
        RequestBody.fromContentProvider(
            () -> new ByteArrayInputStream(bytes, 0, length), length, "application/octet-stream"));
  }

  @Override
  public Optional<byte[]> read(String path) {
    try {
      return Optional.of(
          client
              .getObject(get -> get.bucket(bucket).key(key(path)), ResponseTransformer.toBytes())
              .asByteArrayUnsafe());
    } catch (SdkException e) {
      if (S3Failures.missing(e)) {
        return Optional.empty();
      }
      throw S3Failures.of("cannot read", place(path), e);
    }
  }

  @Override
  public RawWriter write(String path) {
    return new S3Writer(this, client, bucket, path);
  }

  /** What fits into one PUT is not worth the three requests of a copy. */
  @Override
  public Optional<RawWriter> copy(S3Original original, String path) {
    return original.bytes() <= S3Writer.SMALLEST_PART
        ? Optional.empty()
        : S3Copy.begin(this, client, bucket, path, original);
  }

  @Override
  public InputStream open(Manifest.Part part, long from, long to) {
    S3PartStream stream = new S3PartStream(this, part, from, to);
    return VerifiedStream.of(stream, part, to - from, place(part.path()));
  }

  /** Reads a stretch of a part, which is that of the manifest or none. */
  byte[] range(Manifest.Part part, long from, long to) {
    String place = place(part.path());
    boolean etag = S3Checksums.isEtag(part.version());
    try {
      var read =
          client.getObject(
              get ->
                  get.bucket(bucket)
                      .key(key(part.path()))
                      .range("bytes=" + from + "-" + (to - 1))
                      .ifMatch(etag ? part.version() : null)
                      .versionId(etag ? null : part.version()),
              ResponseTransformer.toBytes());
      String found = String.valueOf(read.response().contentRange());
      if (!found.endsWith("/" + part.bytes())) {
        throw failure(shorter(part, found.substring(found.indexOf('/') + 1)), place, null);
      }
      return read.asByteArrayUnsafe();
    } catch (SdkException e) {
      throw unreadable(part, e);
    }
  }

  private RuntimeException unreadable(Manifest.Part part, SdkException thrown) {
    String place = place(part.path());
    if (S3Failures.missing(thrown)) {
      return failure("part is missing, restore it", place, thrown);
    }
    if (S3Failures.conditionFailed(thrown)) {
      return failure(
          "part was replaced: it is no longer " + part.version() + " of its manifest; restore it",
          place,
          thrown);
    }
    if (S3Failures.beyondEnd(thrown)) {
      return failure(shorter(part, "fewer"), place, thrown);
    }
    return S3Failures.of("cannot read part", place, thrown);
  }

  private static String shorter(Manifest.Part part, String found) {
    return "part has " + found + " bytes, its manifest says " + part.bytes() + "; restore it";
  }

  @Override
  public void list(String folder, Consumer<Listed> each) {
    String below = key(folder.replaceFirst("/$", "")) + "/";
    try {
      for (S3Object object :
          client.listObjectsV2Paginator(list -> list.bucket(bucket).prefix(below)).contents()) {
        each.accept(new Listed(path(object.key()), "", object.lastModified()));
      }
      for (MultipartUpload upload :
          client
              .listMultipartUploadsPaginator(list -> list.bucket(bucket).prefix(below))
              .uploads()) {
        each.accept(new Listed(path(upload.key()), upload.uploadId(), upload.initiated()));
      }
    } catch (SdkException e) {
      throw S3Failures.of("cannot list", place(folder), e);
    }
  }

  @Override
  public void delete(List<Listed> listed) {
    listed.stream().filter(each -> !each.finished()).forEach(this::abort);
    List<Listed> objects = listed.stream().filter(Listed::finished).toList();
    for (int from = 0; from < objects.size(); from += DELETED_AT_ONCE) {
      deleteObjects(objects.subList(from, Math.min(objects.size(), from + DELETED_AT_ONCE)));
    }
  }

  private void abort(Listed upload) {
    try {
      client.abortMultipartUpload(
          abort -> abort.bucket(bucket).key(key(upload.path())).uploadId(upload.upload()));
    } catch (SdkException e) {
      if (!S3Failures.missing(e)) {
        throw S3Failures.of("cannot abort the upload", place(upload.path()), e);
      }
    }
  }

  private void deleteObjects(List<Listed> objects) {
    List<ObjectIdentifier> keys =
        objects.stream()
            .map(object -> ObjectIdentifier.builder().key(key(object.path())).build())
            .toList();
    try {
      List<S3Error> errors =
          client
              .deleteObjects(
                  delete -> delete.bucket(bucket).delete(of -> of.objects(keys).quiet(true)))
              .errors();
      if (!errors.isEmpty()) {
        S3Error first = errors.get(0);
        throw failure(
            "cannot delete, S3 answered " + first.code() + "; check the right to s3:DeleteObject",
            place(path(first.key())),
            null);
      }
    } catch (SdkException e) {
      throw S3Failures.of("cannot delete", place(objects.get(0).path()), e);
    }
  }

  @Override
  public String place(String path) {
    return "s3://" + bucket + "/" + prefix + path;
  }

  String key(String path) {
    return prefix + RawPaths.checked(path);
  }

  private String path(String key) {
    return key.substring(prefix.length());
  }

  /** Version and size of an object, null if there is none. */
  @Nullable Stored find(String path) {
    try {
      var head = client.headObject(of -> of.bucket(bucket).key(key(path)));
      String version = S3Checksums.version(head.versionId(), head.eTag());
      return new Stored(head.contentLength(), 0, version);
    } catch (SdkException e) {
      if (S3Failures.missing(e)) {
        return null;
      }
      throw S3Failures.of("cannot look for", place(path), e);
    }
  }
}
