package io.towpath.io.postgres.stage;

import java.io.Serializable;

/**
 * What a committed bucket counts, whoever committed it.
 *
 * @param bucket number of the bucket
 * @param staged rows in the stage
 * @param duplicates rows that a later one of the same key replaced
 * @param rejected rejects in the ledger
 */
public record BucketResult(int bucket, long staged, long duplicates, long rejected)
    implements Serializable {}
