/**
 * Reaches S3 with one configuration, that of Beam's AWS options, for Beam's file systems and for
 * the raw store.
 */
@NullMarked
package io.towpath.io.s3;

import org.jspecify.annotations.NullMarked;
