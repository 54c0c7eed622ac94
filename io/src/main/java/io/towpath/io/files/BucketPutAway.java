package io.towpath.io.files;

import io.towpath.io.s3.S3Access;
import io.towpath.io.s3.S3Original;
import io.towpath.io.s3.S3Upload;
import java.io.FileNotFoundException;
import java.io.IOException;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Puts away objects. S3 moves nothing: it copies and deletes, both on condition that the object has
 * its ETag still. A server that does not know the condition for deleting deletes what was looked at
 * just before.
 */
record BucketPutAway(S3Access access, BucketPlace place) implements PutAway {
  /** What S3 copies with one request. */
  private static final long ONE_REQUEST = 5L << 30;

  private static final long STRETCH = 1L << 30;
  private static final int NOT_FOUND = 404;
  private static final int PRECONDITION_FAILED = 412;

  /** One or more requests that are refused if an object is not what it was. */
  @FunctionalInterface
  private interface Conditional {
    void run() throws IOException;
  }

  @Override
  public boolean delete(Arrival arrival) throws IOException {
    S3Original object = BucketPlace.original(arrival).orElseThrow();
    return unlessChanged(
        () ->
            access
                .client()
                .deleteObject(
                    delete ->
                        delete
                            .bucket(object.bucket())
                            .key(object.key())
                            .overrideConfiguration(
                                with -> with.putHeader("If-Match", object.quotedEtag()))),
        arrival);
  }

  @Override
  public boolean archive(Arrival arrival, String folder) throws IOException {
    S3Original object = BucketPlace.original(arrival).orElseThrow();
    BucketPlace.Key to = BucketPlace.Key.of(folder + "/" + object.key());
    return unlessChanged(() -> copy(object, free(to, arrival)), arrival) && delete(arrival);
  }

  private boolean unlessChanged(Conditional requests, Arrival arrival) throws IOException {
    try {
      if (!place.again(arrival).equals(arrival)) {
        return false;
      }
      requests.run();
      return true;
    } catch (FileNotFoundException e) {
      return false;
    } catch (SdkException e) {
      if (status(e) == NOT_FOUND || status(e) == PRECONDITION_FAILED) {
        return false;
      }
      throw new IOException(BucketPlace.answer(e), e);
    }
  }

  private static int status(SdkException thrown) {
    return thrown instanceof AwsServiceException service ? service.statusCode() : 0;
  }

  /** The place itself, if nothing lies there or the copy of a run that was killed behind it. */
  private BucketPlace.Key free(BucketPlace.Key to, Arrival arrival) throws IOException {
    try {
      HeadObjectResponse there =
          access.client().headObject(head -> head.bucket(to.bucket()).key(to.path()));
      boolean same =
          there.contentLength() == arrival.bytes()
              && there.eTag().replace("\"", "").equals(arrival.version());
      return same ? to : to.sibling(arrival.nameWithTime());
    } catch (SdkException e) {
      if (status(e) == NOT_FOUND) {
        return to;
      }
      throw e;
    }
  }

  private void copy(S3Original object, BucketPlace.Key to) {
    S3Client client = access.client();
    if (object.bytes() <= ONE_REQUEST) {
      client.copyObject(
          copy ->
              copy.sourceBucket(object.bucket())
                  .sourceKey(object.key())
                  .copySourceIfMatch(object.quotedEtag())
                  .destinationBucket(to.bucket())
                  .destinationKey(to.path()));
      return;
    }
    S3Upload upload = S3Upload.begin(client, to.bucket(), to.path());
    try {
      for (long from = 0; from < object.bytes(); from += STRETCH) {
        upload.copy(object, from, Math.min(object.bytes(), from + STRETCH));
      }
      upload.complete();
    } catch (SdkException e) {
      upload.abort();
      throw e;
    }
  }
}
